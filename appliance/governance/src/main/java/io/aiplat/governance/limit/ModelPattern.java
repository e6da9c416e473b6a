package io.aiplat.governance.limit;

/// A model's name, or the beginning of names with a `*` at the end.
public final class ModelPattern {
    private static final int LONGEST = 256;
    private static final String TAG = ":latest";

    private ModelPattern() {}

    static void check(String pattern) {
        int star = pattern.indexOf('*');
        if (!isName(pattern) || (star >= 0 && star < pattern.length() - 1)) {
            throw new IllegalArgumentException(
                    "a model is a name of at most 256 characters, or its beginning with * at the end, not " + pattern);
        }
    }

    /// Whether it can be written down: 1 to 256 characters, none of them a control character.
    public static boolean isName(String model) {
        if (model.isEmpty() || model.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < model.length(); i++) {
            if (model.charAt(i) < ' ') {
                return false;
            }
        }
        return true;
    }

    static boolean matches(String pattern, ModelUse use) {
        int last = pattern.length() - 1;
        String model = use.model();
        if (pattern.charAt(last) == '*') {
            return model.regionMatches(0, pattern, 0, last);
        }
        return pattern.equals(model) || use.other().contains(pattern) || isTagged(pattern, model);
    }

    /// Whether every model that another pattern means is meant by this one.
    static boolean covers(String pattern, String other) {
        int last = pattern.length() - 1;
        return pattern.equals(other) || (pattern.charAt(last) == '*' && other.regionMatches(0, pattern, 0, last));
    }

    /// Engines list a model with the tag that is left out in its name.
    private static boolean isTagged(String pattern, String model) {
        return pattern.length() == model.length() + TAG.length() && pattern.startsWith(model) && pattern.endsWith(TAG);
    }
}

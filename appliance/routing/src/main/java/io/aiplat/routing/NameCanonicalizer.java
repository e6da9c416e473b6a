package io.aiplat.routing;

import java.text.Normalizer;
import java.util.Locale;

/// Name canonicalization: brings the ways to write a model's name that a server may take for the same one to one.
///
/// Ollama completes a name by its usual registry, folder and tag, and looks it up without regard to case (its
/// `types/model/name.go`); llama.cpp in our own processes leaves out the tag. Other servers that imitate Ollama do
/// the same, so what is compared is compared like that for all of them.
final class NameCanonicalizer {
    private static final String SCHEME = "://";
    private static final String TAG = ":latest";
    private static final String FOLDER = "library/";
    private static final String[] REGISTRIES = {"registry.ollama.ai/", "ollama.com/"};

    private NameCanonicalizer() {}

    /// The name without what is usual, in the case it was written in.
    static String canonical(String name) {
        String bare = name;
        int scheme = bare.indexOf(SCHEME);
        if (scheme >= 0) {
            bare = bare.substring(scheme + SCHEME.length());
        }
        bare = untagged(bare);
        if (bare.indexOf('/') >= 0) {
            for (String registry : REGISTRIES) {
                bare = without(registry, bare);
            }
            if (bare.indexOf('/') == FOLDER.length() - 1) {
                String model = without(FOLDER, bare);
                bare = model.indexOf('/') < 0 ? model : bare;
            }
        }
        return bare.isEmpty() ? name : bare;
    }

    private static String without(String beginning, String name) {
        return name.regionMatches(true, 0, beginning, 0, beginning.length())
                ? name.substring(beginning.length())
                : name;
    }

    /// The name without its tag, where that is the usual one.
    static String untagged(String name) {
        String bare = name;
        while (bare.length() > TAG.length()
                && bare.regionMatches(true, bare.length() - TAG.length(), TAG, 0, TAG.length())) {
            bare = bare.substring(0, bare.length() - TAG.length());
        }
        return bare;
    }

    /// What all spellings of a name have in common.
    static String key(String name) {
        return canonical(name).toLowerCase(Locale.ROOT);
    }

    /// Whether a name looks the same to every reader: nothing in it that is invisible, that a reader may leave out
    /// as blank, or that Unicode takes for the same as another character. Only such a name may reach a wildcard; a
    /// name that the file writes out is compared as it stands.
    static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > '~') {
                return isPlainUnicode(name);
            }
            if (c < ' ' || (c == ' ' && isEnd(name, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEnd(String name, int i) {
        return i == 0 || i == name.length() - 1;
    }

    private static boolean isPlainUnicode(String name) {
        return name.equals(name.strip())
                && name.codePoints().allMatch(NameCanonicalizer::isVisible)
                && Normalizer.isNormalized(name, Normalizer.Form.NFKC);
    }

    private static boolean isVisible(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }
}

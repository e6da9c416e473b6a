package io.aiplat.config;

/// Output encoding: what a person wrote, as it may be shown in a terminal or a log.
public final class HiddenCharacters {
    private HiddenCharacters() {}

    /// The text, its hidden characters written as `\u001b`, and cut where it is longer.
    ///
    /// @param most characters that are shown
    public static String escaped(String text, int most) {
        String beginning = text.length() <= most ? text : text.substring(0, most) + "...";
        StringBuilder shown = new StringBuilder();
        beginning.codePoints().forEach(c -> {
            if (isHidden(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /// Whether a character moves the cursor, breaks the line, turns the writing around, or is half of one.
    public static boolean isHidden(int c) {
        return Character.isISOControl(c)
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || (c >= 0xD800 && c <= 0xDFFF)
                || c == 0xFEFF;
    }
}

package io.aiplat.launcher.settings;

/// Output encoding: what a person wrote, as it may be shown in a terminal. Control characters are written as text,
/// and what is longer than a line is cut.
final class EscapedText {
    private static final int MOST = 200;

    private EscapedText() {}

    /// The text, fit to be printed.
    static String text(String written) {
        String beginning = written.length() <= MOST ? written : written.substring(0, MOST) + "...";
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
    static boolean isHidden(int c) {
        return Character.isISOControl(c)
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || (c >= 0xD800 && c <= 0xDFFF)
                || c == 0xFEFF;
    }
}

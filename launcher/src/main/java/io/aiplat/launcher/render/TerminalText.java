package io.aiplat.launcher.render;

/// Output encoding against terminal escape injection (CWE-150): what models, servers, files and people say is shown
/// as text, whatever it would do to a terminal. A control character appears as the escape that JSON has for it, and
/// so does what turns the reading direction. Colours and the live line are ours, around texts that have been here.
///
/// It holds wherever standard output leads: a pipe often ends at a terminal too (`less`, `tee`, `ssh`), and Java
/// cannot tell where it does. Who wants the very characters asks for JSON.
public final class TerminalText {
    private TerminalText() {}

    /// A text of any number of lines: ends of lines and tabs stay what they are.
    public static String text(String foreign) {
        return shown(foreign, true);
    }

    /// A text that has to stay on its line: all controls are shown.
    public static String line(String foreign) {
        return shown(foreign, false);
    }

    /// A text of any number of lines, of which none but the first begins at the left edge: it cannot pass for a
    /// line of somebody else's.
    ///
    /// @param indent blanks
    public static String indented(String foreign, String indent) {
        String shown = text(foreign);
        return shown.indexOf('\n') < 0 ? shown : shown.stripTrailing().replace("\n", "\n" + indent);
    }

    private static String shown(String foreign, boolean lines) {
        for (int i = 0; i < foreign.length(); i++) {
            if (isShown(foreign, i, lines)) {
                return shownFrom(foreign, i, lines);
            }
        }
        return foreign;
    }

    private static String shownFrom(String foreign, int first, boolean lines) {
        StringBuilder text = new StringBuilder(foreign.length() + 16).append(foreign, 0, first);
        for (int i = first; i < foreign.length(); i++) {
            char c = foreign.charAt(i);
            if (isShown(foreign, i, lines)) {
                escape(c, text);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static void escape(char c, StringBuilder text) {
        switch (c) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> text.append(String.format("\\u%04x", (int) c));
        }
    }

    private static boolean isShown(String text, int at, boolean lines) {
        char c = text.charAt(at);
        return switch (c) {
            case '\n', '\t' -> !lines;
            // Alone it goes back to the left edge, and what follows hides what was there.
            case '\r' -> !lines || at + 1 == text.length() || text.charAt(at + 1) != '\n';
            default -> harms(c);
        };
    }

    /// C0, DEL and C1; ends of lines of Unicode's own; what overrides, embeds or isolates a reading direction.
    static boolean harms(char c) {
        return c < 0x20
                || (c >= 0x7F && c <= 0x9F)
                || (c >= '\u2028' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069');
    }
}

package io.aiplat.telemetry;

/// Writes foreign text so that a line of the log stays one line, with the keys it should have, on any terminal.
final class LogEscape {
    private static final String ELLIPSIS = "...";

    private LogEscape() {}

    /// Appends the value, in quotes unless it is plain ASCII without spaces, quotes, `=` and backslashes.
    ///
    /// @param limit characters; what is longer ends in dots
    static void append(String value, int limit, StringBuilder into) {
        int length = Math.min(value.length(), limit);
        boolean whole = length == value.length();
        if (whole && isPlain(value)) {
            into.append(value);
            return;
        }
        into.append('"');
        for (int i = 0; i < length; i++) {
            character(value.charAt(i), into);
        }
        into.append(whole ? "\"" : ELLIPSIS + "\"");
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '=' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void character(char c, StringBuilder into) {
        switch (c) {
            case '"', '\\' -> into.append('\\').append(c);
            case '\n' -> into.append("\\n");
            case '\r' -> into.append("\\r");
            case '\t' -> into.append("\\t");
            default -> {
                if (isHarmless(c)) {
                    into.append(c);
                } else {
                    into.append(String.format("\\u%04x", (int) c));
                }
            }
        }
    }

    /// Not a control, no line of Unicode's own, nothing that turns the reading direction or cannot be seen.
    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}

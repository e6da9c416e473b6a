package io.aiplat.wire.json;

/// Iterator over the UTF-16 code units of a JSON string that was checked, in its bytes: names are compared and
/// hashed by what they say, however they are escaped, without a string of them.
final class StringUnits {
    private static final int END = -1;

    private final byte[] bytes;
    private final int to;
    private int at;
    /// The second half of a character beyond the basic plane; 0 if there is none to come.
    private char low;

    /// @param from after the first quote
    /// @param to   before the last
    StringUnits(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /// The next unit, or -1 at the end.
    int next() {
        if (low != 0) {
            char second = low;
            low = 0;
            return second;
        }
        if (at >= to) {
            return END;
        }
        int first = bytes[at];
        if (first == '\\') {
            return escaped();
        }
        at++;
        return first >= 0 ? first : beyondAscii(first & 0xFF);
    }

    /// Whether the rest of both says the same.
    boolean areAll(StringUnits other) {
        int unit = next();
        while (unit >= 0 && unit == other.next()) {
            unit = next();
        }
        return unit < 0 && other.next() < 0;
    }

    /// Whether the rest says this.
    boolean areAll(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (next() != text.charAt(i)) {
                return false;
            }
        }
        return next() < 0;
    }

    private int escaped() {
        int kind = bytes[at + 1];
        at += 2;
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int digit = 0; digit < 4; digit++) {
                    unit = unit << 4 | Character.digit(bytes[at++], 16);
                }
                yield unit;
            }
            default -> kind;
        };
    }

    private int beyondAscii(int first) {
        if (first < 0xE0) {
            return (first & 0x1F) << 6 | more();
        }
        if (first < 0xF0) {
            return (first & 0x0F) << 12 | more() << 6 | more();
        }
        int point = (first & 0x07) << 18 | more() << 12 | more() << 6 | more();
        low = Character.lowSurrogate(point);
        return Character.highSurrogate(point);
    }

    private int more() {
        return bytes[at++] & 0x3F;
    }
}

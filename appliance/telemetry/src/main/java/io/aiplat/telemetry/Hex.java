package io.aiplat.telemetry;

import java.nio.charset.StandardCharsets;

/// Lower-case hexadecimal, as trace ids are written; upper case is not accepted.
final class Hex {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Hex() {}

    static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The value of a digit, -1 when it is none.
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /// The 16 digits from here on, which are known to be digits.
    static long longAt(String text, int from) {
        long value = 0;
        for (int i = from; i < from + 16; i++) {
            value = value << 4 | digit(text.charAt(i));
        }
        return value;
    }

    static void write(long value, byte[] into, int from) {
        for (int i = 0; i < 16; i++) {
            into[from + i] = DIGITS[(int) (value >>> (60 - 4 * i)) & 15];
        }
    }

    static String of(long value) {
        byte[] text = new byte[16];
        write(value, text, 0);
        return text(text);
    }

    static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }
}

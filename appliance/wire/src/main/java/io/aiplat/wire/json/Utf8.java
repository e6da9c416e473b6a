package io.aiplat.wire.json;

/// Well-formed UTF-8: neither overlong forms, nor surrogates, nor what lies beyond U+10FFFF.
final class Utf8 {
    private static final String EXPECTED = "well-formed UTF-8";

    private Utf8() {}

    /// How many bytes a character of more than one has.
    static int length(byte[] bytes, int at, int end) throws MalformedJson {
        int first = bytes[at] & 0xFF;
        if (first >= 0xC2 && first <= 0xDF) {
            follows(bytes, at + 1, end, 0x80, 0xBF);
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            follows(bytes, at + 1, end, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
            follows(bytes, at + 2, end, 0x80, 0xBF);
            return 3;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            follows(bytes, at + 1, end, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
            follows(bytes, at + 2, end, 0x80, 0xBF);
            follows(bytes, at + 3, end, 0x80, 0xBF);
            return 4;
        }
        throw new MalformedJson(at, EXPECTED);
    }

    private static void follows(byte[] bytes, int at, int end, int lowest, int highest) throws MalformedJson {
        int value = at < end ? bytes[at] & 0xFF : -1;
        if (value < lowest || value > highest) {
            throw new MalformedJson(at, EXPECTED);
        }
    }
}

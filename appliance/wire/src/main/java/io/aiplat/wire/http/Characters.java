package io.aiplat.wire.http;

/// Which bytes may stand where in a head (RFC 9110, section 5.6.2 and 5.5).
final class Characters {
    private static final boolean[] TOKEN = new boolean[256];

    static {
        String allowed = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (int i = 0; i < allowed.length(); i++) {
            TOKEN[allowed.charAt(i)] = true;
        }
    }

    private Characters() {}

    static boolean isToken(int character) {
        return character >= 0 && character < TOKEN.length && TOKEN[character];
    }

    /// Whether a field value may hold it: anything of one byte but control characters; a tab is not one.
    static boolean isValue(int character) {
        return character == '\t' || (character >= ' ' && character != 0x7F && character <= 0xFF);
    }

    static int lower(int character) {
        return character >= 'A' && character <= 'Z' ? character + 32 : character;
    }

    static boolean isBlank(int character) {
        return character == ' ' || character == '\t';
    }
}

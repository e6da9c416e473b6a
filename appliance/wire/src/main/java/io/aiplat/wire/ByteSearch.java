package io.aiplat.wire;

/// Substring search in bytes.
public final class ByteSearch {
    private ByteSearch() {}

    /// Where these bytes begin, from a place on.
    ///
    /// @param to     where the range ends
    /// @param wanted at least one byte
    /// @return -1 if they are not in the range
    public static int find(byte[] bytes, int from, int to, byte[] wanted) {
        int at = wanted.length > 1 ? skip(bytes, from, to, wanted) : from;
        int last = to - wanted.length;
        for (; at <= last; at++) {
            if (bytes[at] == wanted[0] && matches(bytes, at, wanted)) {
                return at;
            }
        }
        return -1;
    }

    /// Goes on for as long as whole lanes are left and the bytes do not follow. Two bytes are compared, since the
    /// first alone may be a letter that every text is full of.
    private static int skip(byte[] bytes, int from, int to, byte[] wanted) {
        long first = SwarWord.all(wanted[0]);
        long second = SwarWord.all(wanted[1]);
        int at = from;
        while (at + SwarWord.COUNT < to) {
            long hits = SwarWord.zero((SwarWord.at(bytes, at) ^ first) | (SwarWord.at(bytes, at + 1) ^ second));
            if (hits == 0) {
                at += SwarWord.COUNT;
            } else {
                at += SwarWord.first(hits);
                if (isAt(bytes, at, to, wanted)) {
                    return at;
                }
                at++;
            }
        }
        return at;
    }

    /// Whether these bytes are at a place.
    ///
    /// @param to where the range ends
    public static boolean isAt(byte[] bytes, int at, int to, byte[] wanted) {
        return at >= 0 && at + wanted.length <= to && matches(bytes, at, wanted);
    }

    private static boolean matches(byte[] bytes, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}

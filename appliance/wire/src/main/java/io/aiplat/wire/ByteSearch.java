package io.aiplat.wire;

/// Looks for bytes in bytes.
public final class ByteSearch {
    private ByteSearch() {}

    /// Where these bytes begin, from a place on.
    ///
    /// @param to     where the range ends
    /// @param wanted at least one byte
    /// @return -1 if they are not in the range
    public static int find(byte[] bytes, int from, int to, byte[] wanted) {
        int last = to - wanted.length;
        for (int at = from; at <= last; at++) {
            if (bytes[at] == wanted[0] && matches(bytes, at, wanted)) {
                return at;
            }
        }
        return -1;
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

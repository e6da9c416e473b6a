package io.aiplat.gateway;

import io.aiplat.wire.ByteSearch;
import java.nio.charset.StandardCharsets;

/// Looks for short texts in bytes.
final class Bytes {
    private Bytes() {}

    static byte[] of(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// Whether JSON has a member of this name whose value begins so, at any depth. Within a text it cannot look like
    /// that, because quotes are escaped there.
    ///
    /// @param name  with its quotes
    /// @param value first character of the value
    static boolean hasMember(byte[] json, int from, int to, byte[] name, char value) {
        for (int at = ByteSearch.find(json, from, to, name); at >= 0; at = ByteSearch.find(json, at + 1, to, name)) {
            if (begins(json, at + name.length, to, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(byte[] json, int from, int to, char value) {
        int at = afterBlanks(json, from, to);
        if (at == to || json[at] != ':') {
            return false;
        }
        at = afterBlanks(json, at + 1, to);
        return at < to && json[at] == value;
    }

    private static int afterBlanks(byte[] json, int from, int to) {
        int at = from;
        while (at < to && json[at] <= ' ') {
            at++;
        }
        return at;
    }
}

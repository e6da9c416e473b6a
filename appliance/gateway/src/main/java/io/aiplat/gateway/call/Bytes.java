package io.aiplat.gateway.call;

import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.sse.SseWriter;
import java.nio.charset.StandardCharsets;

/// Looks for short texts in bytes.
public final class Bytes {
    private static final byte[] NULL = of("\"null\"");

    private Bytes() {}

    /// A text's bytes, one for each character.
    public static byte[] of(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /// The text of some bytes, which are UTF-8.
    ///
    /// @param to after the last one
    public static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// Data as an event without a name.
    public static byte[] event(byte[] data) {
        WriteBuffer out = new WriteBuffer(data.length + 16);
        new SseWriter(out).data(data);
        return out.copy();
    }

    /// Whether JSON has a member of this name whose value begins so, at any depth. Within a text it cannot look
    /// like that, because quotes are escaped there.
    ///
    /// @param name  with its quotes
    /// @param value first character of the value
    public static boolean hasMember(byte[] json, int from, int to, byte[] name, char value) {
        for (int at = ByteSearch.find(json, from, to, name); at >= 0; at = ByteSearch.find(json, at + 1, to, name)) {
            if (begins(json, at + name.length, to, value)) {
                return true;
            }
        }
        return false;
    }

    /// Whether JSON has a member of this name that is a text and says something. Some servers write `""` or
    /// `"null"` for nothing.
    public static boolean hasText(byte[] json, int from, int to, byte[] name) {
        for (int at = ByteSearch.find(json, from, to, name); at >= 0; at = ByteSearch.find(json, at + 1, to, name)) {
            int value = afterBlanks(json, at + name.length, to);
            value = value < to && json[value] == ':' ? afterBlanks(json, value + 1, to) : to;
            if (value + 1 < to
                    && json[value] == '"'
                    && json[value + 1] != '"'
                    && ByteSearch.find(json, value, Math.min(to, value + NULL.length), NULL) < 0) {
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

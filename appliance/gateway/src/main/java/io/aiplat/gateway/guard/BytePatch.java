package io.aiplat.gateway.guard;

import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.json.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Byte patch: bytes with some ranges replaced and all others as they were.
final class BytePatch {
    private final byte[] from;
    private final int end;
    private @Nullable WriteBuffer out;
    private int at;

    BytePatch(byte[] from, int begin, int end) {
        this.from = from;
        this.end = end;
        this.at = begin;
    }

    /// Replaces a range that lies behind those before.
    void replace(int begin, int rangeEnd, byte[] by) {
        WriteBuffer to = out;
        if (to == null) {
            to = new WriteBuffer(end - at + 64);
            out = to;
        }
        to.put(from, at, begin - at).put(by);
        at = rangeEnd;
    }

    /// Replaces a value or a name by a string.
    void replace(int begin, int rangeEnd, String by) {
        replace(begin, rangeEnd, JsonStrings.quote(by));
    }

    /// Whether anything was replaced.
    boolean isChanged() {
        return out != null;
    }

    /// How many bytes there are so far.
    int length() {
        return out == null ? 0 : out.length();
    }

    /// All of it. Nothing can be replaced after that.
    byte[] bytes() {
        WriteBuffer to = out;
        if (to == null) {
            return Arrays.copyOfRange(from, at, end);
        }
        to.put(from, at, end - at);
        at = end;
        return to.copy();
    }

    /// All of it as a text. Nothing can be replaced after that.
    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}

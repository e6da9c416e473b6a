package io.aiplat.wire.sse;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The fields of one complete event. Data of one line stays where it is; several lines are joined by LF.
final class EventFields {
    private static final byte[] NONE = {};

    private byte[] raw = NONE;
    private byte[] data = NONE;
    private int dataBegin;
    private int dataEnd;
    private boolean hasData;
    private byte[] joined = NONE;
    private final Field event = new Field("event");
    private final Field id = new Field("id");
    private final Field retry = new Field("retry");

    boolean hasData() {
        return hasData;
    }

    byte[] data() {
        return data;
    }

    int dataBegin() {
        return dataBegin;
    }

    int dataEnd() {
        return dataEnd;
    }

    @Nullable
    String event() {
        return event.text(raw);
    }

    @Nullable
    String id() {
        return id.text(raw);
    }

    @Nullable
    String retry() {
        return retry.text(raw);
    }

    /// Reads the lines of an event.
    ///
    /// @param first whether a byte order mark may come before them
    void read(byte[] bytes, int from, int to, boolean first) {
        raw = bytes;
        data = bytes;
        dataBegin = from;
        dataEnd = from;
        hasData = false;
        event.begin = -1;
        id.begin = -1;
        retry.begin = -1;
        int at = first && startsWithMark(bytes, from, to) ? from + 3 : from;
        while (at < to) {
            int end = at;
            while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
                end++;
            }
            line(at, end);
            at = end + 1;
        }
    }

    private static boolean startsWithMark(byte[] bytes, int from, int to) {
        return to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
    }

    private void line(int from, int to) {
        int colon = from;
        while (colon < to && raw[colon] != ':') {
            colon++;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && raw[value] == ' ') {
            value++;
        }
        if (isNamed("data", from, colon)) {
            data(value, to);
        }
        note(event, from, colon, value, to);
        note(id, from, colon, value, to);
        note(retry, from, colon, value, to);
    }

    private void note(Field field, int from, int colon, int value, int to) {
        if (isNamed(field.name, from, colon)) {
            field.begin = value;
            field.end = to;
        }
    }

    private boolean isNamed(String name, int from, int to) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (raw[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void data(int from, int to) {
        if (!hasData) {
            hasData = true;
            dataBegin = from;
            dataEnd = to;
            return;
        }
        int before = dataEnd - dataBegin;
        int length = before + 1 + to - from;
        if (data != joined || joined.length < length) {
            byte[] larger = joined.length >= length ? joined : new byte[length * 2];
            System.arraycopy(data, dataBegin, larger, 0, before);
            joined = larger;
        }
        joined[before] = '\n';
        System.arraycopy(raw, from, joined, before + 1, to - from);
        data = joined;
        dataBegin = 0;
        dataEnd = length;
    }

    /// Where the last line of a name has its value.
    private static final class Field {
        private final String name;
        private int begin = -1;
        private int end;

        Field(String name) {
            this.name = name;
        }

        @Nullable
        String text(byte[] raw) {
            return begin < 0 ? null : new String(raw, begin, end - begin, StandardCharsets.UTF_8);
        }
    }
}

package io.aiplat.wire.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fields of one complete event. Data of one line stays where it is; several lines are joined by LF.
final class EventFields {
    /// The fields there are.
    enum Field {
        DATA("data"),
        EVENT("event"),
        ID("id"),
        RETRY("retry");

        private static final Field[] ALL = values();

        private final String name;

        Field(String name) {
            this.name = name;
        }
    }

    private static final byte[] NONE = {};

    private byte[] raw = NONE;
    private byte[] data = NONE;
    private int dataBegin;
    private int dataEnd;
    private boolean hasData;
    private byte[] joined = NONE;
    private final int[] begins = new int[Field.ALL.length];
    private final int[] ends = new int[Field.ALL.length];

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

    @Nullable String text(Field field) {
        int begin = begins[field.ordinal()];
        return begin < 0 ? null : new String(raw, begin, ends[field.ordinal()] - begin, StandardCharsets.UTF_8);
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
        Arrays.fill(begins, -1);
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
        for (Field field : Field.ALL) {
            if (isNamed(field, from, colon)) {
                note(field, value, to);
            }
        }
    }

    private boolean isNamed(Field field, int from, int to) {
        String name = field.name;
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

    private void note(Field field, int from, int to) {
        if (field == Field.DATA) {
            data(from, to);
        } else {
            begins[field.ordinal()] = from;
            ends[field.ordinal()] = to;
        }
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
}

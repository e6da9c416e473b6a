package io.aiplat.wire.http;

import io.aiplat.wire.WriteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields of a head, in order; names compare without regard to case.
///
/// The fields stay the bytes they came as, or go as; only what is asked for becomes a string. No field can
/// hold a line break or another control character, so what is written is one field each. Not safe for
/// several threads unless none changes it.
public final class Headers {
    /// Where a field's name begins and ends, and where its value does.
    private static final int STRIDE = 4;

    private byte[] bytes;
    private int used;
    private int[] spans;
    private int size;

    /// Begins without fields.
    public Headers() {
        this(new byte[512], 0);
    }

    /// Begins without fields, over bytes that hold them.
    Headers(byte[] bytes, int used) {
        this.bytes = bytes;
        this.used = used;
        this.spans = new int[STRIDE * 12];
    }

    /// How many fields there are.
    public int size() {
        return size;
    }

    /// The name of a field, as written.
    ///
    /// @param index 0 to [#size()], exclusive
    public String name(int index) {
        return text(index, 0);
    }

    /// The value of a field, without blanks around it; bytes above 127 as Latin-1.
    public String value(int index) {
        return text(index, 2);
    }

    /// Whether a field has this name.
    public boolean nameIs(int index, String name) {
        return equalsIgnoringCase(span(index, 0), span(index, 1), name);
    }

    /// Whether a field's value is this text, without regard to case.
    public boolean valueIs(int index, String value) {
        return equalsIgnoringCase(span(index, 2), span(index, 3), value);
    }

    /// Whether there is a field of this name.
    public boolean has(String name) {
        return indexOf(name, 0) >= 0;
    }

    /// The index of the next field of this name.
    ///
    /// @param from where to begin to look
    /// @return -1 if there is none
    public int indexOf(String name, int from) {
        for (int i = from; i < size; i++) {
            if (nameIs(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /// The value of the first field of this name.
    public @Nullable String first(String name) {
        int index = indexOf(name, 0);
        return index < 0 ? null : value(index);
    }

    /// The values of all fields of this name, in order.
    public List<String> all(String name) {
        int index = indexOf(name, 0);
        if (index < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(2);
        for (; index >= 0; index = indexOf(name, index + 1)) {
            values.add(value(index));
        }
        return values;
    }

    /// The members of the comma-separated lists that fields of this name hold, empty ones left out.
    public List<String> listed(String name) {
        List<String> members = new ArrayList<>(2);
        for (String value : all(name)) {
            for (String member : value.split(",", -1)) {
                String stripped = member.strip();
                if (!stripped.isEmpty()) {
                    members.add(stripped);
                }
            }
        }
        return members;
    }

    /// Appends a field.
    ///
    /// @throws IllegalArgumentException if the name is no token, or the value holds a control character or a
    ///     character above U+00FF
    public Headers add(String name, String value) {
        reserve(name.length() + value.length());
        int begin = used;
        int middle = putName(name, begin);
        used = putValue(name, value, middle);
        span(begin, middle, middle, used);
        return this;
    }

    /// Appends a field of other headers, without making strings of it.
    public Headers add(Headers from, int index) {
        int begin = used;
        int name = from.span(index, 1) - from.span(index, 0);
        int value = from.span(index, 3) - from.span(index, 2);
        reserve(name + value);
        System.arraycopy(from.bytes, from.span(index, 0), bytes, begin, name);
        System.arraycopy(from.bytes, from.span(index, 2), bytes, begin + name, value);
        used = begin + name + value;
        span(begin, begin + name, begin + name, used);
        return this;
    }

    /// Replaces all fields of this name by one, at the end.
    public Headers set(String name, String value) {
        int before = size;
        add(name, value);
        remove(name, before);
        return this;
    }

    /// Removes all fields of this name.
    public Headers remove(String name) {
        remove(name, size);
        return this;
    }

    /// Removes the fields of this name among the first ones.
    private void remove(String name, int to) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i >= to || !nameIs(i, name)) {
                if (kept < i) {
                    System.arraycopy(spans, i * STRIDE, spans, kept * STRIDE, STRIDE);
                }
                kept++;
            }
        }
        size = kept;
    }

    /// Appends a field to bytes to be sent, with its line end.
    public void writeTo(WriteBuffer out, int index) {
        int name = span(index, 0);
        int value = span(index, 2);
        out.put(bytes, name, span(index, 1) - name).put(':').put(' ');
        out.put(bytes, value, span(index, 3) - value).crlf();
    }

    /// Appends all fields to bytes to be sent, without the empty line that ends a head.
    public void writeTo(WriteBuffer out) {
        for (int i = 0; i < size; i++) {
            writeTo(out, i);
        }
    }

    /// All fields, one per line; for people. May hold secrets.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(name(i)).append(": ").append(value(i)).append('\n');
        }
        return text.toString();
    }

    /// Notes a field that lies in the bytes already.
    void span(int nameBegin, int nameEnd, int valueBegin, int valueEnd) {
        int at = size * STRIDE;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, at * 2);
        }
        spans[at] = nameBegin;
        spans[at + 1] = nameEnd;
        spans[at + 2] = valueBegin;
        spans[at + 3] = valueEnd;
        size++;
    }

    private int span(int index, int part) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return spans[index * STRIDE + part];
    }

    private String text(int index, int part) {
        int begin = span(index, part);
        return new String(bytes, begin, span(index, part + 1) - begin, StandardCharsets.ISO_8859_1);
    }

    private boolean equalsIgnoringCase(int begin, int end, String text) {
        if (end - begin != text.length()) {
            return false;
        }
        for (int i = begin; i < end; i++) {
            if (Characters.lower(bytes[i]) != Characters.lower(text.charAt(i - begin))) {
                return false;
            }
        }
        return true;
    }

    private void reserve(int more) {
        if (used + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(used + more, bytes.length * 2));
        }
    }

    /// Writes a name behind what is used; it counts only once `used` says so.
    private int putName(String name, int at) {
        boolean token = !name.isEmpty();
        for (int i = 0; token && i < name.length(); i++) {
            char character = name.charAt(i);
            token = Characters.isToken(character);
            bytes[at + i] = (byte) character;
        }
        if (!token) {
            throw new IllegalArgumentException("not a field name");
        }
        return at + name.length();
    }

    private int putValue(String name, String value, int at) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (!Characters.isValue(character)) {
                throw new IllegalArgumentException("the value of " + name + " has a character no field may hold");
            }
            bytes[at + i] = (byte) character;
        }
        return at + value.length();
    }
}

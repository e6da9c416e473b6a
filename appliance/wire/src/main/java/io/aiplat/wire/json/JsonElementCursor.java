package io.aiplat.wire.json;

import org.jspecify.annotations.Nullable;

/// Cursor over the elements of a JSON array that was checked, one after the other.
public final class JsonElementCursor {
    private static final byte[] EMPTY = {'[', ']'};

    private final byte[] bytes;
    private final JsonScanner scanner;
    private int begin;
    private int end;
    private @Nullable JsonKind kind;

    /// Goes through an array whose brackets are the first and the last byte of the range.
    JsonElementCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.scanner = new JsonScanner(bytes, from + 1, to);
    }

    /// The elements of a member's value; none where that is no array.
    public static JsonElementCursor of(JsonMemberCursor member) {
        return member.kind() == JsonKind.ARRAY
                ? new JsonElementCursor(member.bytes(), member.begin(), member.end())
                : none();
    }

    static JsonElementCursor none() {
        return new JsonElementCursor(EMPTY, 0, EMPTY.length);
    }

    /// Goes on to the next element.
    ///
    /// @return false if there is none
    public boolean next() {
        if (scanner.skipBlanks() == ']') {
            return false;
        }
        try {
            scanner.passIf(',');
            scanner.skipBlanks();
            begin = scanner.at();
            scanner.value(1);
            end = scanner.at();
            kind = JsonKind.of(bytes[begin]);
            return true;
        } catch (MalformedJson e) {
            throw changed(e);
        }
    }

    /// What the current element is.
    public JsonKind kind() {
        JsonKind current = kind;
        if (current == null) {
            throw new IllegalStateException("before the first element");
        }
        return current;
    }

    /// Where the current element begins in the document's array.
    public int begin() {
        return begin;
    }

    /// Where the current element ends in the document's array, exclusive.
    public int end() {
        return end;
    }

    /// The text of the current element, if it is a string, else null.
    public @Nullable String text() {
        return kind() == JsonKind.STRING ? JsonStrings.unquote(bytes, begin + 1, end - 1) : null;
    }

    /// The current element, if it is an object, else null.
    public @Nullable JsonObjectView object() {
        if (kind() != JsonKind.OBJECT) {
            return null;
        }
        try {
            return JsonObjectView.scan(bytes, begin, end - begin);
        } catch (MalformedJson e) {
            throw changed(e);
        }
    }

    private static IllegalStateException changed(MalformedJson e) {
        return new IllegalStateException("the bytes were changed since they were checked", e);
    }
}

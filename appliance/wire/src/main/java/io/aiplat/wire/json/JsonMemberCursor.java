package io.aiplat.wire.json;

/// A cursor over the members of a JSON object that was checked, in their order, those that a later one of the same
/// name overrides included: the next reader may take any of them. Makes nothing but itself.
public final class JsonMemberCursor {
    private final JsonObjectView object;
    private int member = -1;

    private JsonMemberCursor(JsonObjectView object) {
        this.object = object;
    }

    /// Begins before the first member.
    public static JsonMemberCursor of(JsonObjectView object) {
        return new JsonMemberCursor(object);
    }

    /// Goes on to the next member.
    ///
    /// @return false if there is none
    public boolean next() {
        return ++member < object.size();
    }

    /// The array the document lies in; shared.
    public byte[] bytes() {
        return object.bytes();
    }

    /// Where the name begins, as it is written, after its quote.
    public int nameBegin() {
        return object.keyBegin(member);
    }

    /// Where the name ends, as it is written, before its quote.
    public int nameEnd() {
        return object.keyEnd(member);
    }

    /// The name, with its escapes read.
    public String name() {
        return JsonStrings.unquote(object.bytes(), nameBegin(), nameEnd());
    }

    /// What the value is.
    public JsonKind kind() {
        return JsonKind.of(object.bytes()[begin()]);
    }

    /// Where the value begins.
    public int begin() {
        return object.valueBegin(member);
    }

    /// Where the value ends, exclusive.
    public int end() {
        return object.valueEnd(member);
    }
}

package io.aiplat.gateway.field;

import java.util.Locale;

/// What a field of a request is to those who look for what may not leave. Nothing is left out by default: what no
/// row of a [FieldTable] names is [#FREE].
public enum FieldKind {
    /// A conversation: turns, each with texts that a model reads as one.
    TURNS("looked at; the texts of a turn, and of turns of the same role that follow each other, also as one"),
    /// A text, or parts of one that a model reads as one.
    PARTS("looked at; its parts also as one"),
    /// A text.
    TEXT("looked at"),
    /// A text, or a file in base64.
    FILE("looked at; base64 is when it decodes to text, and a picture, a recording or a PDF is not"),
    /// A text, or a structure whose members have people's names: all of them are looked at, names and numbers too.
    FREE("looked at, with the names of its members and its numbers"),
    /// JSON written as a text.
    JSON("looked at as the JSON it is, with the names of its members and its numbers"),
    /// A name by which things refer to each other. Some models are shown it.
    ID("looked at, but not by Presidio"),
    /// A word of the API: letters in lower case. Anything else is looked at.
    WORD("a word of the API; looked at if it is anything else than lower-case letters"),
    /// A number that steers, or a switch. Anything else is looked at.
    NUMBER("a number that steers; looked at if it is none"),
    /// What never reaches a model; its row says why.
    HIDDEN("not looked at");

    private final String meaning;

    FieldKind(String meaning) {
        this.meaning = meaning;
    }

    /// What happens to such a field, for the documentation.
    public String meaning() {
        return meaning;
    }

    /// As the documentation calls it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

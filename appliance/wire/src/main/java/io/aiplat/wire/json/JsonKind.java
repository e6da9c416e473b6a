package io.aiplat.wire.json;

/// Kind of a JSON value.
public enum JsonKind {
    /// In quotes.
    STRING,
    /// As RFC 8259 writes it; neither `NaN` nor an infinity.
    NUMBER,
    /// `true`.
    TRUE,
    /// `false`.
    FALSE,
    /// `null`.
    NULL,
    /// In braces.
    OBJECT,
    /// In brackets.
    ARRAY;

    /// What a value is that was checked and begins with this byte.
    static JsonKind of(byte first) {
        return switch (first) {
            case '"' -> STRING;
            case '{' -> OBJECT;
            case '[' -> ARRAY;
            case 't' -> TRUE;
            case 'f' -> FALSE;
            case 'n' -> NULL;
            default -> NUMBER;
        };
    }
}

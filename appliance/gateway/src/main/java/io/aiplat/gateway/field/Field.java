package io.aiplat.gateway.field;

/// One row of a [FieldTable].
///
/// @param name of a field of the request itself, or of a member anywhere below one
/// @param why  for [FieldKind#HIDDEN]: why no model is shown it; else empty
public record Field(String name, FieldKind kind, String why) {
    public Field {
        if (why.isEmpty() == (kind == FieldKind.HIDDEN)) {
            throw new IllegalArgumentException(name + ": what is hidden says why, and nothing else does");
        }
    }
}

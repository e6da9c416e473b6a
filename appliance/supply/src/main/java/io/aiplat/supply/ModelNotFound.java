package io.aiplat.supply;

/// There is no model of a name: here, or where it was to come from.
public final class ModelNotFound extends RuntimeException {
    /// Says which, and where it was looked for.
    ///
    /// @param reason for people, without a full stop
    public ModelNotFound(String reason) {
        super(reason);
    }

    /// Which, and where it was looked for.
    public String reason() {
        return String.valueOf(getMessage());
    }
}

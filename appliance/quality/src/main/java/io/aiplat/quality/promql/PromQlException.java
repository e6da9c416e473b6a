package io.aiplat.quality.promql;

/// An expression of PromQL that cannot be read or evaluated; the message says what is wrong, and at which character.
public final class PromQlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message a sentence for people
    public PromQlException(String message) {
        super(message);
    }
}

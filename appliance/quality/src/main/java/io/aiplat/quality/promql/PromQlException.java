package io.aiplat.quality.promql;

/// An expression of PromQL that cannot be read or evaluated; the message says what is wrong, and at which character.
public final class PromQlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Cause kind;

    /// What an expression fails of.
    public enum Cause {
        /// It is no PromQL, or none of the subset.
        SYNTAX,
        /// It can be read, and what is kept does not go together as it asks.
        EVALUATION,
        /// It takes too long.
        TIMEOUT
    }

    /// An expression that cannot be read.
    ///
    /// @param message a sentence for people
    public PromQlException(String message) {
        this(Cause.SYNTAX, message);
    }

    /// @param message a sentence for people
    public PromQlException(Cause kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// An expression that cannot be read at a character, counted from 1.
    ///
    /// @param position of the character, counted from 0
    /// @param what     without a full stop
    public static PromQlException at(int position, String what) {
        return new PromQlException("At character " + (position + 1) + ": " + what + ".");
    }

    /// What it fails of.
    public Cause kind() {
        return kind;
    }
}

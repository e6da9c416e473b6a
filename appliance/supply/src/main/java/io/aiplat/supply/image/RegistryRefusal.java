package io.aiplat.supply.image;

import java.io.IOException;

/// Refusal of a registry, or what comes to the same: an answer that cannot be used.
public final class RegistryRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /// Why there was no answer.
    public enum Reason {
        /// It has none of that name, tag or digest.
        NOT_FOUND,
        /// It wants a login that was not given, or refuses the one that was.
        DENIED,
        /// It answers, and what it says cannot be used.
        UNUSABLE
    }

    RegistryRefusal(Reason reason, String words) {
        super(words);
        this.reason = reason;
    }

    /// Why there was no answer.
    public Reason reason() {
        return reason;
    }

    /// The same in a full sentence.
    public String words() {
        return String.valueOf(getMessage());
    }
}

package io.aiplat.quality.otlp;

/// Malformed request: what was sent is no export of spans.
public final class MalformedOtlp extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param why as a sentence
    MalformedOtlp(String why) {
        super(why, null, false, false);
    }

    /// Why, as a sentence.
    public String why() {
        return String.valueOf(getMessage());
    }
}

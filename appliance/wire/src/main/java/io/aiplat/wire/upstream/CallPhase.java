package io.aiplat.wire.upstream;

/// Phase of a call: what it is waiting for.
public enum CallPhase {
    /// For one of the connections that calls may use at the same time.
    QUEUE("for a free connection"),
    /// For the connection to be made.
    CONNECT("to be connected"),
    /// For the request to be taken, the head of the answer, and the first byte of its body.
    ANSWER("for the answer to begin"),
    /// For the next bytes of the body.
    BODY("for more of the answer");

    private final String words;

    CallPhase(String words) {
        this.words = words;
    }

    /// What it waited for, to follow "waited".
    String words() {
        return words;
    }
}

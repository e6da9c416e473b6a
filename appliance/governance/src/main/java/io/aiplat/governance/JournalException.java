package io.aiplat.governance;

/// The journal cannot take or give what it should.
final class JournalException extends Exception {
    private final String reason;

    /// One that another exception caused.
    ///
    /// @param reason for a person, without a full stop
    JournalException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    JournalException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

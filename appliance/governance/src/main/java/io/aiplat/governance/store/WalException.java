package io.aiplat.governance.store;

/// Failure of the write-ahead log: it cannot take or give what it should.
public final class WalException extends Exception {
    private final String reason;

    /// One that another exception caused.
    ///
    /// @param reason for a person, without a full stop
    public WalException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /// One without another exception behind it.
    ///
    /// @param reason for a person, without a full stop
    public WalException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /// Why, for a person, without a full stop.
    public String reason() {
        return reason;
    }
}

package io.aiplat.wire.http;

import java.io.IOException;

/// A request that cannot be read on. The answer is its status, and then the connection has to be closed.
public final class MalformedRequest extends IOException {
    /// The content codings that are taken, as a header lists them: told to who has sent another.
    public static final String CODINGS = "gzip, deflate, zstd";

    private final int status;

    /// Refuses a request.
    ///
    /// @param status 400 to 599
    /// @param reason a few words for the client, which quote nothing that it sent
    public MalformedRequest(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /// The status to answer with.
    public int status() {
        return status;
    }

    /// What is wrong, in a few words.
    public String reason() {
        return String.valueOf(getMessage());
    }
}

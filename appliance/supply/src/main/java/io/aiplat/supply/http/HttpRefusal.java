package io.aiplat.supply.http;

import java.io.IOException;

/// Refusal: a server answered, and not with what was asked for.
public final class HttpRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /// A refusal in words.
    ///
    /// @param status of HTTP, 100 to 599
    /// @param words  full sentences for people
    public HttpRefusal(int status, String words) {
        super(words);
        this.status = status;
    }

    /// The status of HTTP.
    public int status() {
        return status;
    }

    /// Whether the same question may be answered better a little later: the server is busy or has a fault.
    public boolean mayPass() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }
}

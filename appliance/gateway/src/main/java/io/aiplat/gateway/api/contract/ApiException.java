package io.aiplat.gateway.api.contract;

/// Exception that ends a request with an [ApiError].
/// Carries no stack trace: the client is at fault, not the code.
public final class ApiException extends RuntimeException {
    private final transient ApiError error;

    /// Ends it so.
    public ApiException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /// What the client is told.
    public ApiError error() {
        return error;
    }
}

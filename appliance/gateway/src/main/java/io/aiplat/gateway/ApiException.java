package io.aiplat.gateway;

/// Ends a request with an [ApiError]. Carries no stack trace: the client is at fault, not the code.
final class ApiException extends RuntimeException {
    private final transient ApiError error;

    ApiException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}

package io.aiplat.gateway;

import io.aiplat.gateway.surface.ApiError;
import io.aiplat.routing.choice.Failure;
import io.aiplat.routing.choice.FailureKind;
import org.jspecify.annotations.Nullable;

/// An attempt did not bring the answer.
final class AttemptFailed extends Exception {
    private final transient Failure failure;
    private final transient ApiError error;

    /// @param error what the client is told if nothing else helps
    AttemptFailed(Failure failure, ApiError error, @Nullable Throwable cause) {
        super(error.message(), cause);
        this.failure = failure;
        this.error = error;
    }

    Failure failure() {
        return failure;
    }

    ApiError error() {
        return error;
    }

    /// An upstream has no such operation, whoever asks.
    static AttemptFailed lacking(String message) {
        return new AttemptFailed(
                Failure.of(FailureKind.BAD_REQUEST),
                ApiError.invalid(400, "unsupported_operation", "model", message),
                null);
    }
}

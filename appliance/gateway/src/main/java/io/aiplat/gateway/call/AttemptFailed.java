package io.aiplat.gateway.call;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.model.Redaction;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import org.jspecify.annotations.Nullable;

/// An attempt did not bring the answer.
public final class AttemptFailed extends Exception {
    /// Characters of what an upstream says that are told on.
    private static final int QUOTED = 1000;

    private final transient Failure failure;
    private final transient ApiError error;

    /// @param error what the client is told if nothing else helps
    public AttemptFailed(Failure failure, ApiError error, @Nullable Throwable cause) {
        super(error.message(), cause);
        this.failure = failure;
        this.error = error;
    }

    /// What failed, as it decides about another attempt.
    public Failure failure() {
        return failure;
    }

    /// What the client is told if nothing else helps.
    public ApiError error() {
        return error;
    }

    /// The same without secrets, and no longer than an error should be. It has to be without secrets before it is
    /// cut: half of one would no longer be known.
    public AttemptFailed without(Redaction secrets) {
        String param = error.param();
        ApiError clean = new ApiError(
                error.status(),
                error.type(),
                secrets.clean(error.code()),
                param == null ? null : quoted(secrets.clean(param)),
                quoted(secrets.clean(error.message())),
                error.retry());
        return clean.equals(error) ? this : new AttemptFailed(failure, clean, getCause());
    }

    private static String quoted(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
    }

    /// An upstream has no such endpoint, whoever asks.
    public static AttemptFailed lacking(String message) {
        return new AttemptFailed(
                Failure.of(FailureKind.BAD_REQUEST),
                ApiError.invalid(400, "unsupported_operation", "model", message),
                null);
    }
}

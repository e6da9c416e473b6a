package io.aiplat.inference;

import org.jspecify.annotations.Nullable;

/// A request that cannot be served as asked, through no fault of the engine. The gateway answers it with the
/// [OpenAI error envelope](https://platform.openai.com/docs/guides/error-codes).
public final class RequestRefused extends RuntimeException {
    private final Kind kind;
    private final @Nullable String parameter;

    /// What is wrong with the request.
    public enum Kind {
        /// A parameter this model or engine has no use for: HTTP 400.
        UNSUPPORTED_PARAMETER,
        /// A parameter out of its range: HTTP 400.
        INVALID_PARAMETER,
        /// The prompt does not fit: HTTP 400 `context_length_exceeded`.
        CONTEXT_LENGTH_EXCEEDED,
        /// No model of that name: HTTP 404.
        MODEL_NOT_FOUND,
        /// What runs the model failed at this request, answering nothing else at the time: HTTP 400. It is not
        /// tried again, for it would fail again, and says nothing of the model for others.
        ENGINE_FAILED,
        /// Too many requests are waiting: HTTP 429 with Retry-After.
        BUSY
    }

    /// Refuses.
    ///
    /// @param parameter the JSON field at fault, or null
    /// @param message   what is wrong and what to do, for the person who wrote the client
    public RequestRefused(Kind kind, @Nullable String parameter, String message) {
        super(message);
        this.kind = kind;
        this.parameter = parameter;
    }

    /// Refuses a parameter that a request makes sense without.
    ///
    /// @param message what is wrong with it, the hint how to do without it excepted
    public static RequestRefused dispensable(String parameter, String message) {
        return new RequestRefused(
                Kind.UNSUPPORTED_PARAMETER,
                parameter,
                message + " ('drop_params: true' at the model in gateway.yaml, or in the request, leaves it out)");
    }

    /// What is wrong.
    public Kind kind() {
        return kind;
    }

    /// The JSON field at fault, or null.
    public @Nullable String parameter() {
        return parameter;
    }
}

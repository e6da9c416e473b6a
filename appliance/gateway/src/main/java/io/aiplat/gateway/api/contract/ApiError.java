package io.aiplat.gateway.api.contract;

import io.aiplat.gateway.responder.Responder;
import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.wire.http.MalformedRequest;
import org.jspecify.annotations.Nullable;

/// Error response of the model API, as OpenAI clients expect it.
///
/// @param status  of HTTP
/// @param type    OpenAI's coarse class of errors
/// @param code    for programs
/// @param param   the JSON field at fault
/// @param message for the person who wrote the client
/// @param retry   what a client may hope from asking again
public record ApiError(
        int status, String type, String code, @Nullable String param, String message, Retry retry) {

    /// What a client may hope from asking again. Clients of OpenAI obey it.
    public enum Retry {
        /// The same request gets the same answer.
        USELESS,
        /// It may go better next time.
        MAY_HELP,
        /// It may go better after a second.
        AFTER_A_SECOND
    }

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String SERVER_ERROR = "server_error";

    /// The request is at fault.
    public static ApiError invalid(int status, String code, @Nullable String param, String message) {
        return new ApiError(status, INVALID_REQUEST, code, param, message, Retry.USELESS);
    }

    /// Something behind the gateway, or the gateway itself, is at fault.
    ///
    /// @param status 500 to 599
    public static ApiError server(int status, String code, String message, Retry retry) {
        return new ApiError(status, SERVER_ERROR, code, null, message, retry);
    }

    /// Any failure, as a client is told of it.
    public static ApiError of(Throwable failure) {
        return switch (failure) {
            case ApiException e -> e.error();
            case RequestRefused e -> of(e);
            case ApplianceException e -> of(e.problem());
            case MalformedRequest e -> of(e);
            default -> internal();
        };
    }

    /// A request that is not HTTP as it should be.
    public static ApiError of(MalformedRequest malformed) {
        String reason = malformed.reason() + ".";
        return switch (malformed.status()) {
            case 503 -> server(503, "overloaded", reason, Retry.AFTER_A_SECOND);
            case 408 -> new ApiError(408, INVALID_REQUEST, "request_timeout", null, reason, Retry.MAY_HELP);
            case 413 -> invalid(413, "request_too_large", null, reason);
            case 415 -> invalid(415, "unsupported_encoding", null, reason);
            default -> ofStatus(malformed.status(), "The request is not well-formed HTTP: " + reason);
        };
    }

    /// What the HTTP layer itself refused.
    public static ApiError ofStatus(int status, String message) {
        return switch (status) {
            case 404 -> invalid(404, "unknown_url", null, "There is nothing at this address.");
            case 413 ->
                invalid(
                        413,
                        "request_too_large",
                        null,
                        "The request is larger than " + Responder.MAX_BODY_MIB
                                + " MiB. Send less, for example smaller pictures or fewer inputs at once.");
            default -> status >= 500 ? internal() : invalid(status, "invalid_request", null, message);
        };
    }

    /// The same, in the words of another API.
    public ApiError withParam(@Nullable String name) {
        return new ApiError(status, type, code, name, message, retry);
    }

    private static ApiError internal() {
        return server(
                500,
                "internal_error",
                "aiplat failed at this request. Its log has the reason, under the x-request-id of this answer.",
                Retry.USELESS);
    }

    private static ApiError of(RequestRefused refused) {
        String message = String.valueOf(refused.getMessage());
        String param = refused.parameter();
        return switch (refused.kind()) {
            case UNSUPPORTED_PARAMETER -> invalid(400, "unsupported_parameter", param, message);
            case INVALID_PARAMETER -> invalid(400, "invalid_value", param, message);
            case CONTEXT_LENGTH_EXCEEDED -> invalid(400, "context_length_exceeded", param, message);
            case ENGINE_FAILED -> invalid(400, "engine_failed", param, message);
            case MODEL_NOT_FOUND -> invalid(404, "model_not_found", param == null ? "model" : param, message);
            case BUSY ->
                new ApiError(429, "rate_limit_error", "rate_limit_exceeded", param, message, Retry.AFTER_A_SECOND);
        };
    }

    /// A fault of aiplat and one in its settings stay what they are until a person acts; the rest may pass. No problem
    /// of the appliance is the fault of whoever asks a model.
    private static ApiError of(Problem problem) {
        boolean lasting = problem.code().httpStatus() != 503;
        return server(
                lasting ? 500 : 503,
                problem.code().id(),
                problem.what() + ": " + problem.why(),
                lasting ? Retry.USELESS : Retry.MAY_HELP);
    }
}

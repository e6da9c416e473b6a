package io.aiplat.gateway.upstream;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.Bytes;
import io.aiplat.gateway.protocol.AnthropicProtocol;
import io.aiplat.gateway.protocol.OpenAiProtocol;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.wire.upstream.UpstreamFailure;
import io.aiplat.wire.upstream.UpstreamResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an upstream says against a request, as the retry policy and the client are told of it. It may quote the key
/// that it was sent; [UpstreamClient#ask] takes that out.
public final class UpstreamErrors {
    /// The code of an error that says that a server has no such address.
    public static final String MISSING = "unsupported_operation";

    private static final int MOST = 64 * 1024;
    /// What may stand where programs, metrics and logs look for a code.
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final int LONGEST_HOST = 253;
    /// Anthropic's own.
    private static final int OVERLOADED = 529;

    private UpstreamErrors() {}

    /// Reads the error that an answer is.
    ///
    /// @param endpoint the address that was asked
    static AttemptFailed of(UpstreamResponse answer, @Nullable Duration retryAfter, String endpoint)
            throws UpstreamFailure {
        byte[] body = body(answer);
        return isMissing(answer.status(), endpoint, body)
                ? missing(answer.status(), endpoint)
                : of(answer.status(), retryAfter, UpstreamErrorBody.of(body, body.length));
    }

    /// Whether a server lacks an address, which says nothing of the model that was asked for. One that lacks
    /// the conversation itself is not there at all.
    private static boolean isMissing(int status, String endpoint, byte[] body) {
        boolean spare =
                !endpoint.equals(OpenAiProtocol.CONVERSATIONS) && !endpoint.equals(AnthropicProtocol.CONVERSATIONS);
        return spare
                && (status == 404 || status == 405 || status == 501)
                && !Bytes.text(body, 0, body.length).toLowerCase(Locale.ROOT).contains("model");
    }

    private static AttemptFailed missing(int status, String endpoint) {
        return new AttemptFailed(
                new Failure(FailureKind.BAD_REQUEST, status, null),
                ApiError.invalid(400, MISSING, null, "The upstream of this model has no " + endpoint + "."),
                null);
    }

    /// A redirection, which is not followed: the key that goes with a request is for the server that was named, and
    /// a prompt is too. The client can do nothing about it; whoever configured the upstream can.
    static AttemptFailed redirect(UpstreamResponse answer) {
        String host = host(answer.headers().first("location"));
        String to = host == null ? "elsewhere" : "the host " + host;
        return new AttemptFailed(
                // What is elsewhere is not here, and will not be at the next try.
                new Failure(FailureKind.NO_MODEL, answer.status(), null),
                upstream(
                        502,
                        "upstream_redirect",
                        "The upstream of this model answers " + answer.status() + " and sends us to " + to
                                + ". aiplat does not follow; the URL of the upstream may be wrong."),
                null);
    }

    /// The host alone: the rest may carry what is not for the client.
    private static @Nullable String host(@Nullable String location) {
        try {
            String host = location == null ? null : new URI(location).getHost();
            return host == null || host.length() > LONGEST_HOST ? null : host;
        } catch (URISyntaxException _) {
            // It leads nowhere.
            return null;
        }
    }

    private static byte[] body(UpstreamResponse answer) throws UpstreamFailure {
        byte[] buffer = new byte[MOST];
        int length = 0;
        for (int count = 0; count >= 0 && length < MOST; count = answer.read(buffer, length, MOST - length)) {
            length += count;
        }
        return Arrays.copyOf(buffer, length);
    }

    /// An error that came with a status of success, or as an event. Some servers say within it what its
    /// status would have been.
    public static AttemptFailed of(byte[] body) {
        return of(body, body.length);
    }

    /// The same, of a part of an array.
    public static AttemptFailed of(byte[] body, int from, int to) {
        return of(Arrays.copyOfRange(body, from, to));
    }

    /// The same, of the beginning of an array.
    public static AttemptFailed of(byte[] body, int length) {
        UpstreamErrorBody words = UpstreamErrorBody.of(body, length);
        return of(words.status() > 0 ? words.status() : status(words.type()), null, words);
    }

    /// The status that Anthropic gives errors of a type, which it says inside a stream too.
    private static int status(@Nullable String type) {
        return switch (type) {
            case "authentication_error" -> 401;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "timeout_error" -> 504;
            case "overloaded_error" -> OVERLOADED;
            case null, default -> 502;
        };
    }

    private static AttemptFailed of(int status, @Nullable Duration retryAfter, UpstreamErrorBody words) {
        FailureKind special = special(status, words);
        Failure byStatus = Failure.ofStatus(Math.max(status, 400), retryAfter);
        Failure failure = special == null ? byStatus : new Failure(special, status, retryAfter);
        return new AttemptFailed(failure, told(failure, words.code(), words.param(), words.message()), null);
    }

    /// Servers agree on the status of these (400) and not on their names.
    private static @Nullable FailureKind special(int status, UpstreamErrorBody words) {
        String codes = words.code() + " " + words.type();
        String message = String.valueOf(words.message());
        if (!isOfAccount(status) && ContextOverflow.isSaid(codes, message)) {
            return FailureKind.CONTEXT_WINDOW;
        }
        if (words.mentions("billing_error") || words.mentions("credit balance is too low")) {
            // It comes as a fault of the request, and is one of the account behind our key.
            return FailureKind.AUTH;
        }
        boolean policy = words.mentions("content_policy")
                || words.mentions("content_filter")
                || words.mentions("content filtering policy");
        return policy ? FailureKind.CONTENT_POLICY : null;
    }

    /// What says nothing of the prompt, whatever the words are: a key, a name, a limit of rate.
    private static boolean isOfAccount(int status) {
        return status == 401 || status == 403 || status == 404 || status == 408 || status == 429;
    }

    /// What is wrong with the request the client hears as the upstream said it; what is wrong with the
    /// upstream, or with our key there, is not the client's.
    private static ApiError told(
            Failure failure, @Nullable String code, @Nullable String param, @Nullable String message) {
        String said = message == null ? "" : " It says: " + message;
        return switch (failure.kind()) {
            case CONTEXT_WINDOW ->
                ApiError.invalid(
                        400, "context_length_exceeded", param, message == null ? "The prompt is too long." : message);
            case CONTENT_POLICY ->
                ApiError.invalid(400, "content_policy_violation", param, message == null ? "Refused." : message);
            case BAD_REQUEST ->
                ApiError.invalid(
                        failure.status(),
                        code == null || !CODE.matcher(code).matches() ? "invalid_request" : code,
                        param,
                        message == null ? "The upstream refuses this request." : message);
            case RATE_LIMITED ->
                new ApiError(
                        429,
                        "rate_limit_error",
                        "upstream_rate_limited",
                        null,
                        "The upstream of this model has too much to do." + said,
                        failure.retryAfter() == null ? ApiError.Retry.AFTER_A_SECOND : ApiError.Retry.MAY_HELP);
            case NO_MODEL -> upstream(502, "upstream_model_not_found", "The upstream does not have this model." + said);
            case AUTH -> upstream(502, "upstream_auth", "The upstream does not accept the key that aiplat has for it.");
            case TIMEOUT -> upstream(504, "upstream_timeout", "The upstream gave up." + said);
            case CONNECT, SERVER_ERROR, CUT, BUSY, NOT_STARTED ->
                failure.status() == OVERLOADED
                        ? ApiError.server(
                                503,
                                "upstream_overloaded",
                                "The upstream of this model has too much to do." + said,
                                ApiError.Retry.AFTER_A_SECOND)
                        : upstream(502, "upstream_error", "The upstream failed." + said);
        };
    }

    private static ApiError upstream(int status, String code, String message) {
        return ApiError.server(status, code, message, ApiError.Retry.USELESS);
    }
}

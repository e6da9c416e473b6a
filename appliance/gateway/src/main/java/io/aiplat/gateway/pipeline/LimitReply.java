package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.limit.RateLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Says what limits a key has, in the headers OpenAI's clients know, and what was refused because of them.
final class LimitReply {
    /// What lies further off is no time to come back at.
    private static final Duration LONGEST = Duration.ofDays(31);

    private static final Names REQUESTS = Names.of("requests");
    private static final Names TOKENS = Names.of("tokens");

    private LimitReply() {}

    /// The headers about one unit.
    private record Names(String limit, String remaining, String reset) {
        static Names of(String unit) {
            return new Names("x-ratelimit-limit-" + unit, "x-ratelimit-remaining-" + unit, "x-ratelimit-reset-" + unit);
        }
    }

    /// Adds `x-ratelimit-*`.
    static void headers(Responder responder, RateLimits rates) {
        headers(responder, REQUESTS, rates.requests());
        headers(responder, TOKENS, rates.tokens());
    }

    private static void headers(Responder responder, Names names, RateLimits.@Nullable Figures figures) {
        if (figures != null) {
            responder.header(names.limit, Long.toString(figures.limit()));
            responder.header(names.remaining, Long.toString(figures.remaining()));
            responder.header(names.reset, seconds(figures.reset()) + "s");
        }
    }

    /// The refusal as a client is told of it, with the headers that go with it.
    static ApiException of(Responder responder, RequestDenied refusal) {
        headers(responder, refusal.rates());
        Duration after = refusal.retryAfter();
        if (after != null && after.compareTo(LONGEST) <= 0) {
            responder.header("retry-after", Long.toString(seconds(after)));
        }
        ApiError.Retry retry = after == null ? ApiError.Retry.USELESS : ApiError.Retry.MAY_HELP;
        String message = refusal.message();
        return new ApiException(
                switch (refusal.kind()) {
                    case MODEL_NOT_ALLOWED -> ApiError.invalid(403, "model_not_allowed", "model", message);
                    case REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE, CONCURRENCY ->
                        new ApiError(429, "rate_limit_error", "rate_limit_exceeded", null, message, retry);
                    // Clients repeat a 429 by themselves; a budget is not refilled by that.
                    case BUDGET ->
                        new ApiError(
                                429, "insufficient_quota", "insufficient_quota", null, message, ApiError.Retry.USELESS);
                    case KEY_GONE -> ApiError.invalid(401, "invalid_api_key", null, message);
                    case STORE_UNREADABLE ->
                        ApiError.server(503, "spend_not_recorded", message, ApiError.Retry.MAY_HELP);
                });
    }

    private static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}

package io.aiplat.gateway.guard.evaluation;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.routing.Guard;

/// What clients are told. Never what was found, only of what kind it is.
public final class GuardMessages {
    private static final String FAILED = "guard_failed";

    private GuardMessages() {}

    /// A guard has found what may not pass. The code is the one that clients of OpenAI know for this.
    static ApiException blocked(String guard, String kind, Guard.Moment moment) {
        return new ApiException(ApiError.invalid(
                400,
                "content_filter",
                null,
                "The guard '" + guard + "' does not let this " + noun(moment) + " pass: it has something of the kind '"
                        + kind + "' in it."));
    }

    /// A guard could not look at what somebody wrote, so nothing passes: 400 where it was the client, and 502 where
    /// it was whoever answered.
    ///
    /// @param why the end of a sentence, without its full stop
    public static ApiException failed(String guard, Guard.Moment moment, String why) {
        String message = "The guard '" + guard + "' could not look at this " + noun(moment) + ": " + why + ".";
        return new ApiException(
                switch (moment) {
                    case BEFORE -> ApiError.invalid(400, FAILED, null, message);
                    case AFTER -> ApiError.server(502, FAILED, message, ApiError.Retry.USELESS);
                });
    }

    /// A guard could not look since what it needs for that is not to be had now, so nothing passes.
    ///
    /// @param why the end of a sentence, without its full stop
    public static ApiException unavailable(String guard, Guard.Moment moment, String why) {
        return new ApiException(ApiError.server(
                503,
                FAILED,
                "The guard '" + guard + "' could not look at this " + noun(moment) + ": " + why + ".",
                ApiError.Retry.MAY_HELP));
    }

    /// A request has something that no guard can look into.
    public static ApiException blind(String param, String why) {
        return new ApiException(ApiError.invalid(400, "unsupported_parameter", param, why));
    }

    private static String noun(Guard.Moment moment) {
        return switch (moment) {
            case BEFORE -> "request";
            case AFTER -> "answer";
        };
    }
}

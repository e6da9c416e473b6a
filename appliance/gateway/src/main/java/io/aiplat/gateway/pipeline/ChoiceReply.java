package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.balancing.RoutingResult;

/// Says why no upstream could be asked.
final class ChoiceReply {
    private ChoiceReply() {}

    static ApiException of(Responder responder, RoutingResult choice) {
        return new ApiException(
                switch (choice) {
                    case RoutingResult.UnknownModel(var model, var meant) ->
                        ApiError.invalid(
                                404,
                                "model_not_found",
                                "model",
                                "There is no model '" + model + "'."
                                        + meant.map(name -> " Did you mean '" + name + "'?")
                                                .orElse("")
                                        + " GET /v1/models lists those that are.");
                    case RoutingResult.Full(var route) ->
                        busy(
                                responder,
                                1,
                                "All upstreams of '" + route.name() + "' have as many requests as may wait.");
                    case RoutingResult.CoolingDown(var route, var pause) ->
                        busy(
                                responder,
                                Math.max(1, pause.plusMillis(999).toSeconds()),
                                "All upstreams of '" + route.name()
                                        + "' failed of late and are left alone for a while.");
                    case RoutingResult.NoneLeft(var route) ->
                        busy(responder, 1, "All upstreams of '" + route.name() + "' were tried.");
                    case RoutingResult.Chosen _ -> throw new IllegalArgumentException("one was chosen");
                });
    }

    /// Nobody in the house answers for it, and nobody else is asked.
    static ApiException confined(Route route, Confinement confinement) {
        return new ApiException(ApiError.server(
                503,
                "confined",
                "This request may not leave the house (" + confinement.rule() + "), and no upstream of '" + route.name()
                        + "' there can answer it.",
                ApiError.Retry.USELESS));
    }

    /// A rule says that nobody answers.
    static ApiException refused(Route route, RouteRule rule) {
        return new ApiException(ApiError.server(
                503,
                "refused_by_rule",
                "Nobody answers this request: the rule '" + rule.name() + "' of '" + route.name() + "' refuses it.",
                ApiError.Retry.USELESS));
    }

    private static ApiError busy(Responder responder, long seconds, String message) {
        responder.header("retry-after", Long.toString(seconds));
        return ApiError.server(503, "overloaded", message, ApiError.Retry.MAY_HELP);
    }
}

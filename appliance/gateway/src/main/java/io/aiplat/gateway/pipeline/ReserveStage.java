package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.access.RouteAccess;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.call.InputReferences;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.call.Surcharges;
import io.aiplat.gateway.call.TokenBounds;
import io.aiplat.governance.Governance;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.ReservationRequest;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.model.spend.Price;
import io.aiplat.routing.Route;
import io.aiplat.routing.balancing.Router;
import java.io.IOException;
import java.util.List;

/// Reservation stage: takes from all limits of a key what the request may come to at most, before anybody is asked.
final class ReserveStage {
    private final Governance governance;

    ReserveStage(Governance governance) {
        this.governance = governance;
    }

    /// @param asking what is asked, as the guards have left it
    /// @return what is reserved, and for what: the request without what no budget could bound
    /// @throws ApiException if a limit does not carry it
    CostSettlement reserve(ModelRequest request, ModelCall asking) throws IOException {
        Router.Target target = request.target();
        KeySnapshot key = request.key();
        RouteAccess terms = request.snapshot().terms(target.route());
        Price most = terms.most(key);
        InputReferences named = TokenBounds.countsTokens(key) ? InputReferences.in(asking) : InputReferences.NONE;
        ModelCall call = terms.passOn(asking.endpoint())
                ? Surcharges.without(asking, named, key, most, request.caller())
                : asking;
        request.asks(call);
        Route route = target.route();
        long cap = TokenBounds.cap(call, route, key);
        long input = TokenBounds.input(call, named);
        ReservationRequest ask = new ReservationRequest(
                target.name(),
                RouteAccess.use(target),
                input,
                TokenBounds.output(call, cap, input),
                route.limits().whole(),
                most,
                List.of());
        return switch (governance.reserve(key, ask)) {
            case RequestDenied refusal -> throw LimitReply.of(request.caller(), refusal);
            case Reservation reservation -> {
                LimitReply.headers(request.caller(), reservation.rates());
                yield new CostSettlement(reservation, request, call, cap, ask);
            }
        };
    }
}

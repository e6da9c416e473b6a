package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.access.RouteAccess;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.capture.ContentCapture;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.stored.ResponseRecorder;
import io.aiplat.governance.Governance;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.Upload;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.balancing.Router;
import io.aiplat.routing.balancing.RoutingResult;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.wire.http.RequestBody;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Authorization stage: lets a request in whose key may ask at all, reads it, and finds what it asks for. Whether the
/// key may have just that is decided where it is reserved, with all other limits.
final class AuthorizeStage {
    private final Supplier<GatewaySnapshot> current;
    private final Governance governance;

    AuthorizeStage(Supplier<GatewaySnapshot> current, Governance governance) {
        this.current = current;
        this.governance = governance;
    }

    /// @param named the model that the caller names beside the body; empty if none
    /// @throws ApiException if it may not come in, or is no request, or asks for what is not there
    ModelRequest admit(Responder caller, Endpoint endpoint, String named, KeySnapshot key, RequestRecord seen)
            throws IOException {
        RequestBody body = body(caller, key);
        if (!named.isEmpty()) {
            caller.hold(body.length());
        }
        ModelCall call = ModelCall.read(endpoint, body, caller.asked().first("content-type"), named);
        long begun = System.nanoTime();
        seen.asked(call.model(), call.stream());
        GatewaySnapshot snapshot = current.get();
        Router router = snapshot.router();
        Router.Target target = router.find(call.model());
        if (target == null) {
            throw ChoiceReply.of(caller, unknown(call.model(), router, key));
        }
        seen.model(target.route().name());
        RouteRule rule = rule(target.route(), call.model(), caller);
        ResponseRecorder recorder = null;
        if (endpoint.namesStored()) {
            ConversationState conversations =
                    new ConversationState(governance.responses(), router.plan().responses());
            ConversationState.Turn turn = conversations.turn(call, caller, key);
            call = turn.call();
            recorder = turn.kept();
        }
        ContentCapture capture = ContentCapture.of(seen);
        return new ModelRequest(snapshot, target, rule, call, caller, key, seen, capture, recorder, begun).observed();
    }

    /// The rule that a request is under; null for none.
    private static @Nullable RouteRule rule(Route route, String model, Responder caller) {
        if (route.rules().isEmpty()) {
            return null;
        }
        RouteRule rule = route.ruleOf(model, caller.asked()::all);
        if (rule != null) {
            caller.header("x-aiplat-rule", rule.name());
        }
        return rule;
    }

    /// Reads the body, if the key may ask at all: one that has as many requests and uploads under way as it may, or
    /// nothing left, is told before it has sent what would not be looked at. A body that is here already costs
    /// nothing to read, and is looked at with all that it asks.
    private RequestBody body(Responder caller, KeySnapshot key) throws IOException {
        caller.enter();
        if (caller.bodyHasCome()) {
            return caller.body();
        }
        switch (governance.arrive(key, current.get().leastCost())) {
            case RequestDenied refusal -> throw LimitReply.of(caller, refusal);
            case Upload upload -> {
                try (upload) {
                    return caller.body();
                }
            }
        }
    }

    /// Nobody is told a name that is not theirs to ask for.
    private static RoutingResult unknown(String model, Router router, KeySnapshot key) {
        Optional<String> meant = router.nearest(model).filter(name -> {
            Router.Target target = router.find(name);
            return target != null && key.mayUse(RouteAccess.use(target));
        });
        return new RoutingResult.UnknownModel(model, meant);
    }
}

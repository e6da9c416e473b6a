package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.cache.CacheLookup;
import io.aiplat.gateway.cache.ResponseCache;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.guard.GuardedResponse;
import io.aiplat.gateway.guard.Guards;
import io.aiplat.gateway.http.DisconnectInterrupt;
import io.aiplat.gateway.http.ErrorReply;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.routing.CacheRule;
import io.aiplat.routing.Route;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.request.CacheOutcome;
import io.aiplat.telemetry.request.StreamOutcome;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Pipeline stage of guards and cache, around the work for one request.
/// What goes on around the work for one request, where its route has guards or its answer may be kept:
///
/// ```
/// guards ──► kept? ──► reserve, attempt, settle ──► guards ──► keep ──► client
///               └──────────────────────────────────────────────────────► client
/// ```
///
/// An answer counts as kept, too, while an equal request fetches it: then this one waits.
///
/// What a guard changes is changed before anything is looked up, and what is kept the guards have seen.
///
/// @param rule    null where nothing is kept
/// @param revision of the route, by which answers are kept
record GuardCacheStage(
        Route route, @Nullable Guards guards, @Nullable CacheRule rule, ResponseCache cache, String revision) {
    /// Serves a request that may be another than the client's by now.
    @FunctionalInterface
    interface Serving {
        /// Serves it, to the end.
        ///
        /// @return whether the client has the whole answer of the model it asked for
        boolean serve(ModelCall call) throws IOException;
    }

    /// @throws ApiException if a guard refuses what is asked or answered
    ///
    /// @param changed told of what is asked instead, where a guard has changed it
    void around(
            ModelCall asked,
            Exchange exchange,
            KeySnapshot key,
            RequestRecord seen,
            Consumer<ModelCall> changed,
            Serving serving)
            throws IOException {
        ModelCall call = guarded(asked, exchange, changed);
        try (CacheLookup turn = turn(call, exchange, key)) {
            if (turn == null || !answered(turn, call, exchange, seen)) {
                serve(call, turn, exchange, serving);
            }
        }
    }

    private ModelCall guarded(ModelCall asked, Exchange exchange, Consumer<ModelCall> told) throws IOException {
        byte[] changed = guards == null
                ? null
                : guards.asked(
                        asked.operation().surface(),
                        asked.model(),
                        asked.json(),
                        asked.body().length(),
                        exchange::hold);
        if (changed == null) {
            return asked;
        }
        exchange.hold(changed.length);
        ModelCall other = asked.with(changed);
        told.accept(other);
        return other;
    }

    private boolean answered(CacheLookup turn, ModelCall call, Exchange exchange, RequestRecord seen)
            throws IOException {
        look(turn, exchange);
        boolean hit = turn.answers(exchange);
        seen.cache(hit ? CacheOutcome.HIT : CacheOutcome.MISS);
        if (hit && call.stream()) {
            seen.streamed(StreamOutcome.ENDED);
        }
        return hit;
    }

    /// Waits for the answer to an equal request as long as the client does.
    private void look(CacheLookup turn, Exchange exchange) throws IOException {
        try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(exchange)) {
            turn.look(route.limits().whole());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the client left while an equal request was answered", e);
        }
    }

    private void serve(ModelCall call, @Nullable CacheLookup turn, Exchange exchange, Serving serving)
            throws IOException {
        if (turn != null) {
            exchange.through(way -> turn.recording(way, exchange.memory()));
        }
        GuardedResponse answer =
                guards == null ? null : guards.answered(call.operation().surface(), exchange.id(), exchange.memory());
        if (answer != null) {
            exchange.through(answer::on);
        }
        try {
            boolean whole = serving.serve(call);
            if (answer != null && answer.refusal() != null) {
                refuse(exchange, answer.refusal());
            } else if (whole && turn != null) {
                turn.keep(exchange);
            }
        } finally {
            exchange.straight();
        }
    }

    private @Nullable CacheLookup turn(ModelCall call, Exchange exchange, KeySnapshot key) {
        if (rule == null) {
            return null;
        }
        // What is equal to it is found by going through all of it. A request too large for that is simply served.
        long cost = ApiJson.cost(call.json().values(), call.body().length());
        if (!exchange.memory().tryAcquire(cost)) {
            return null;
        }
        try {
            return CacheLookup.of(
                    cache,
                    revision,
                    rule,
                    key,
                    call.operation().surface(),
                    call.body().bytes(),
                    call.body().length(),
                    call.stream(),
                    exchange.head().headers());
        } finally {
            exchange.memory().release(cost);
        }
    }

    /// The client of a stream was told in the stream.
    private static void refuse(Exchange exchange, ApiException refusal) {
        if (!exchange.hasBegun()) {
            throw refusal;
        }
        ErrorReply.log(exchange.id(), refusal.error(), refusal);
    }
}

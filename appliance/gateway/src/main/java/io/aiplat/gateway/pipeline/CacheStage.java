package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.cache.CacheLookup;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.responder.DisconnectInterrupt;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.routing.CacheRule;
import io.aiplat.telemetry.request.CacheOutcome;
import io.aiplat.telemetry.request.StreamOutcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Cache stage: answers a request that was answered before, and keeps the answer of one that was not. An answer counts
/// as kept, too, while an equal request fetches it: then this one waits.
final class CacheStage {
    private CacheStage() {}

    /// Looks whether the request is one that may be answered from the cache.
    ///
    /// @return to be closed when the request is over; null if it is none of the cache's business
    static @Nullable CacheLookup lookup(ModelRequest request, ModelCall call) {
        CacheRule rule = request.snapshot().cacheRule(request.target(), request.key());
        if (rule == null || !call.endpoint().isCached()) {
            return null;
        }
        Responder caller = request.caller();
        // What is equal to it is found by going through all of it. A request too large for that is simply served.
        long cost = ApiJson.cost(call.json().values(), call.body().length());
        if (!caller.memory().tryAcquire(cost)) {
            return null;
        }
        try {
            return CacheLookup.of(
                    request.snapshot().cache(),
                    request.snapshot().revision(request.target().route()).id(),
                    rule,
                    request.key(),
                    call.endpoint().label(),
                    request.rule() == null ? "" : request.rule().name(),
                    call.body().bytes(),
                    call.body().length(),
                    call.stream(),
                    caller.asked());
        } finally {
            caller.memory().release(cost);
        }
    }

    /// Answers the request if there is an answer; else its own is remembered as it comes.
    ///
    /// @return whether it is answered
    static boolean answers(ModelRequest request, ModelCall call, @Nullable CacheLookup cached) throws IOException {
        if (cached == null) {
            return false;
        }
        look(request, cached);
        Responder caller = request.caller();
        boolean hit = cached.answers(caller);
        request.seen().cache(hit ? CacheOutcome.HIT : CacheOutcome.MISS);
        if (hit && call.stream()) {
            request.seen().streamed(StreamOutcome.ENDED);
        }
        if (!hit) {
            caller.through(way -> cached.recording(way, caller.memory()));
        }
        return hit;
    }

    /// Waits for the answer to an equal request as long as the client does.
    private static void look(ModelRequest request, CacheLookup cached) throws IOException {
        try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(request.caller())) {
            cached.look(request.target().route().limits().whole());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the client left while an equal request was answered", e);
        }
    }

    /// Keeps what was remembered, if it is the whole answer and the guards have nothing against it.
    static void keep(ModelRequest request, @Nullable CacheLookup cached, boolean whole) {
        if (whole && cached != null) {
            cached.keep(request.caller());
        }
    }
}

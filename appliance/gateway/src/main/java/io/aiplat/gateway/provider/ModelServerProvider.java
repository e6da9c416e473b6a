package io.aiplat.gateway.provider;

import io.aiplat.gateway.api.ApiFormats;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.http.Ids;
import io.aiplat.gateway.responder.DisconnectInterrupt;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.inference.ModelServer;
import io.aiplat.inference.ModelServer.ModelLease;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.wire.upstream.Upstreams;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/// Models of an engine that serves each of them over HTTP, in OpenAI's API: bytes go through as to any server that
/// speaks it, and the model stays where it is until the answer has ended. What has to be translated anyhow is asked of
/// the engine in our own vocabulary.
public final class ModelServerProvider implements Provider {
    private final ModelServer engine;
    private final Upstreams upstreams;
    private final Ids ids;
    private final Clock clock;
    private final EngineProvider translating;
    private final Map<String, Served> served = new ConcurrentHashMap<>();

    /// The process that has a model, and the way to it.
    private record Served(Upstream at, OpenAiProvider way) {}

    /// @param engine    closing it is the caller's
    /// @param upstreams watch the time of all calls; closing them is the caller's
    public ModelServerProvider(ModelServer engine, Upstreams upstreams, Ids ids, Clock clock) {
        this.engine = engine;
        this.upstreams = upstreams;
        this.ids = ids;
        this.clock = clock;
        this.translating = EngineProvider.borrowing(engine, ids, clock);
    }

    @Override
    public void attempt(Attempt attempt) throws AttemptFailed, IOException {
        switch (attempt.call().endpoint().support(UpstreamKind.OPENAI)) {
            case UpstreamSupport.Relayed() -> {
                // Its server would fetch a picture by its address itself, from wherever that leads. Read by us it comes
                // inside the request or not at all.
                if (MediaBlocks.areIn(attempt.call())) {
                    translating.attempt(attempt);
                } else {
                    pass(attempt);
                }
            }
            case UpstreamSupport.RelayedOr _, UpstreamSupport.Translated _, UpstreamSupport.NotServed _ ->
                translating.attempt(attempt);
        }
    }

    private void pass(Attempt attempt) throws AttemptFailed, IOException {
        try (ModelLease lease = lease(attempt)) {
            way(attempt.chosen().model(), lease).attempt(attempt);
        }
    }

    /// Loading takes as long as the first byte of an answer may.
    private ModelLease lease(Attempt attempt) throws AttemptFailed, IOException {
        ModelLease[] lease = new ModelLease[1];
        Translator.told(ApiFormats.CHAT, () -> {
            try (EngineTimeout impatience = EngineTimeout.with(attempt)) {
                try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(attempt.responder())) {
                    lease[0] = engine.lease(
                            attempt.chosen().model(),
                            ServingOptionsSource.of(attempt.chosen().deployment()));
                } catch (CancellationException cancelled) {
                    throw impatience.explain(cancelled);
                }
            }
        });
        return lease[0];
    }

    /// The way to the process that has the model now; to one that is gone there is none any more.
    private OpenAiProvider way(String model, ModelLease lease) {
        Upstream at = new Upstream(engine.name(), UpstreamKind.OPENAI, lease.url(), lease.key(), Map.of());
        return served.compute(model, (_, known) -> {
                    if (known != null && known.at.equals(at)) {
                        return known;
                    }
                    if (known != null) {
                        known.way.close();
                    }
                    return new Served(at, new OpenAiProvider(at, upstreams, ids, clock));
                })
                .way;
    }

    @Override
    public void close() {
        served.values().forEach(known -> known.way.close());
        translating.close();
    }
}

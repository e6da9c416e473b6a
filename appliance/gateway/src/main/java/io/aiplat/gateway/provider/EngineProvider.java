package io.aiplat.gateway.provider;

import io.aiplat.gateway.api.ApiFormats;
import io.aiplat.gateway.api.EmbeddingsCall;
import io.aiplat.gateway.api.EmbeddingsResponse;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.http.Ids;
import io.aiplat.gateway.responder.DisconnectInterrupt;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.gateway.upstream.MemoryBudgetExceeded;
import io.aiplat.inference.Embeddings;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.RequestRefused;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CancellationException;

/// Models of an engine in our own vocabulary: Ollama by its native API, and llama.cpp in our own processes.
public final class EngineProvider implements Provider {
    /// What a usual text has, and what nobody counts.
    private static final long FEW_NUMBERS = 4096;

    /// Four bytes as a number, and twice up to sixteen characters.
    private static final long OF_NUMBER = 36;

    private final ModelEngine engine;
    private final boolean owned;
    private final Translator translator;

    private EngineProvider(ModelEngine engine, boolean owned, Ids ids, Clock clock) {
        this.engine = engine;
        this.owned = owned;
        this.translator = new Translator(new EngineChatBackend(engine), ids, clock);
    }

    /// Over an engine that somebody else closes.
    public static EngineProvider borrowing(ModelEngine engine, Ids ids, Clock clock) {
        return new EngineProvider(engine, false, ids, clock);
    }

    /// Over an engine that closes with it.
    public static EngineProvider owning(ModelEngine engine, Ids ids, Clock clock) {
        return new EngineProvider(engine, true, ids, clock);
    }

    @Override
    public void attempt(Attempt attempt) throws AttemptFailed, IOException {
        switch (attempt.call().endpoint().support(UpstreamKind.EMBEDDED)) {
            case UpstreamSupport.Translated(UpstreamSupport.Embedded()) ->
                Translator.told(ApiFormats.CHAT, () -> {
                    try (Responder.Hold _ = Translator.room(attempt)) {
                        embed(attempt);
                    }
                });
            case UpstreamSupport.Translated(var by) -> translator.translate(attempt, by);
            case UpstreamSupport.NotServed(var what) -> throw lacking(what);
            case UpstreamSupport.Relayed _, UpstreamSupport.RelayedOr _ ->
                throw new IllegalArgumentException("no bytes pass an engine");
        }
    }

    private AttemptFailed lacking(String what) {
        return AttemptFailed.lacking("This model is served by " + engine.name() + ", which " + what
                + ". Use a model of an upstream that does (provider: openai).");
    }

    private void embed(Attempt attempt) throws AttemptFailed, IOException {
        DroppedParameters dropped = attempt.dropped();
        EmbeddingsCall call =
                EmbeddingsCall.read(dropped.from(ApiJson.read(attempt.call().body())));
        Embeddings embeddings = fitting(call, attempt, dropped);
        attempt.firstByte();
        attempt.used(TokenUsage.of(embeddings.inputTokens(), 0));
        dropped.tell(attempt.responder());
        hold(attempt.responder(), embeddings);
        byte[] answer = ApiJson.bytes(json -> EmbeddingsResponse.write(json, call, embeddings));
        attempt.responder().reply(200, ApiJson.TYPE, answer);
    }

    /// Takes the memory of an answer: numbers as they came, as text while it grows, and as text.
    private static void hold(Responder responder, Embeddings embeddings) throws IOException {
        long numbers = 0;
        for (float[] vector : embeddings.vectors()) {
            numbers += vector.length;
        }
        if (numbers > FEW_NUMBERS) {
            try {
                responder.hold(OF_NUMBER * numbers);
            } catch (MalformedRequest none) {
                throw MemoryBudgetExceeded.refusal(none);
            }
        }
    }

    private Embeddings fitting(EmbeddingsCall call, Attempt attempt, DroppedParameters dropped) throws AttemptFailed {
        try {
            return vectors(call, attempt);
        } catch (RequestRefused refused) {
            if (!dropped.allows(refused, EmbeddingsCall.DIMENSIONS)) {
                throw refused;
            }
            return vectors(call.withoutDimensions(), attempt);
        }
    }

    private Embeddings vectors(EmbeddingsCall call, Attempt attempt) throws AttemptFailed {
        try (EngineTimeout impatience = EngineTimeout.with(attempt)) {
            try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(attempt.responder())) {
                return engine.embed(
                        attempt.chosen().model(),
                        call.inputs(),
                        call.dimensions(),
                        ServingOptionsSource.of(attempt.chosen().deployment()));
            } catch (CancellationException cancelled) {
                throw impatience.explain(cancelled);
            }
        }
    }

    @Override
    public void close() {
        if (owned) {
            engine.close();
        }
    }
}

package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.surface.Counted;
import io.aiplat.gateway.surface.Dropped;
import io.aiplat.gateway.surface.EmbeddingsAnswer;
import io.aiplat.gateway.surface.EmbeddingsCall;
import io.aiplat.gateway.surface.Json;
import io.aiplat.gateway.surface.Surfaces;
import io.aiplat.governance.Usage;
import io.aiplat.models.Embeddings;
import io.aiplat.models.ModelEngine;
import io.aiplat.models.RequestRefused;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CancellationException;

/// Models of an engine in our own vocabulary: Ollama by its native API, and llama.cpp in our own processes.
final class EngineProvider implements Provider {
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
        this.translator = new Translator(new EngineDialogue(engine), ids, clock);
    }

    /// Over an engine that somebody else closes.
    static EngineProvider borrowing(ModelEngine engine, Ids ids, Clock clock) {
        return new EngineProvider(engine, false, ids, clock);
    }

    /// Over an engine that closes with it.
    static EngineProvider owning(ModelEngine engine, Ids ids, Clock clock) {
        return new EngineProvider(engine, true, ids, clock);
    }

    @Override
    public void attempt(Attempt attempt) throws AttemptFailed, IOException {
        switch (attempt.call().operation()) {
            case CHAT -> translator.write(attempt, Surfaces.CHAT);
            case COMPLETIONS -> translator.write(attempt, Surfaces.COMPLETIONS);
            case RESPONSES -> translator.write(attempt, Surfaces.RESPONSES);
            case MESSAGES -> translator.write(attempt, Surfaces.MESSAGES);
            case COMPACT -> translator.write(attempt, Surfaces.COMPACT);
            case INPUT_TOKENS -> translator.count(attempt, Counted.RESPONSES);
            case COUNT_TOKENS -> translator.count(attempt, Counted.MESSAGES);
            case RERANK -> throw lacking("puts no texts in an order");
            case TRANSCRIPTIONS -> throw lacking("takes no recordings");
            case EMBEDDINGS ->
                Translator.told(Surfaces.CHAT, () -> {
                    try (Exchange.Hold _ = Translator.room(attempt)) {
                        embed(attempt);
                    }
                });
        }
    }

    private AttemptFailed lacking(String what) {
        return AttemptFailed.lacking("This model is served by " + engine.name() + ", which " + what
                + ". Use a model of an upstream that does (provider: openai).");
    }

    private void embed(Attempt attempt) throws AttemptFailed, IOException {
        Dropped dropped = attempt.dropped();
        EmbeddingsCall call =
                EmbeddingsCall.read(dropped.from(Json.read(attempt.call().body())));
        Embeddings embeddings = fitting(call, attempt, dropped);
        attempt.firstByte();
        attempt.used(new Usage(embeddings.inputTokens(), 0, 0, false));
        dropped.tell(attempt.exchange());
        hold(attempt.exchange(), embeddings);
        byte[] answer = Json.bytes(json -> EmbeddingsAnswer.write(json, call, embeddings));
        attempt.exchange().reply(200, Json.TYPE, answer);
    }

    /// Takes the memory of an answer: numbers as they came, as text while it grows, and as text.
    private static void hold(Exchange exchange, Embeddings embeddings) throws IOException {
        long numbers = 0;
        for (float[] vector : embeddings.vectors()) {
            numbers += vector.length;
        }
        if (numbers > FEW_NUMBERS) {
            try {
                exchange.hold(OF_NUMBER * numbers);
            } catch (MalformedRequest none) {
                throw NoRoom.refusal(none);
            }
        }
    }

    private Embeddings fitting(EmbeddingsCall call, Attempt attempt, Dropped dropped) throws AttemptFailed {
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
        try (Impatience impatience = Impatience.with(attempt)) {
            try (Leaving _ = Leaving.interrupts(attempt.exchange())) {
                return engine.embed(
                        attempt.chosen().model(),
                        call.inputs(),
                        call.dimensions(),
                        Servings.of(attempt.chosen().deployment()));
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

package io.aiplat.gateway;

import io.aiplat.gateway.surface.Extra;
import io.aiplat.gateway.surface.Generation;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatSink;
import io.aiplat.models.ModelEngine;
import io.aiplat.models.TokenCount;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// Texts of an engine.
record EngineDialogue(ModelEngine engine) implements Dialogue {
    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Set<Extra> extras() {
        return Set.of(Extra.MORE_SAMPLING);
    }

    @Override
    public Set<String> lacking(Generation wanted) {
        return wanted.lacking(engine.abilities(wanted.model(), wanted.serving()));
    }

    @Override
    public void write(Generation wanted, Attempt attempt, ChatSink sink) throws AttemptFailed {
        try (Impatience impatience = Impatience.with(attempt)) {
            try (Leaving _ = Leaving.interrupts(attempt.exchange())) {
                wanted.by(engine, part -> {
                    impatience.piece();
                    sink.accept(part);
                });
            } catch (CancellationException cancelled) {
                throw impatience.explain(cancelled);
            }
        }
    }

    @Override
    public TokenCount count(ChatRequest request, Attempt attempt) {
        try (Leaving _ = Leaving.interrupts(attempt.exchange())) {
            return engine.countTokens(request);
        }
    }
}

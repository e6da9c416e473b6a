package io.aiplat.gateway.provider;

import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.responder.DisconnectInterrupt;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// Chat backend over a model engine of this appliance.
record EngineChatBackend(ModelEngine engine) implements ChatBackend {
    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Set<BackendFeature> extras() {
        return Set.of(BackendFeature.MORE_SAMPLING);
    }

    @Override
    public Set<String> lacking(Generation wanted) {
        return wanted.lacking(engine.abilities(wanted.model(), wanted.serving()));
    }

    @Override
    public void write(Generation wanted, Attempt attempt, ChatSink sink) throws AttemptFailed {
        try (EngineTimeout impatience = EngineTimeout.with(attempt)) {
            try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(attempt.responder())) {
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
        try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(attempt.responder())) {
            return engine.countTokens(request);
        }
    }
}

package io.aiplat.provisioning.gpu.evidence;

import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.ResidentModel;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import java.util.List;
import java.util.OptionalDouble;

/// Rate at which a model that is in memory writes, from one short answer: tokens after the first, by the time from the
/// first to the last, so that reading the prompt does not count.
final class GenerationRate {
    private static final int TOKENS = 48;
    private static final int FEWEST = 8;
    private static final String QUESTION = "Count from one to one hundred, in words, separated by commas.";

    private GenerationRate() {}

    /// Measures. The model is served as it is, for another context would have it loaded again.
    ///
    /// @return tokens in a second; empty where too few came to tell
    /// @throws RequestRefused if the model does not chat
    static OptionalDouble measure(ModelEngine engine, ResidentModel model) {
        ServingOptions asItIs = new ServingOptions(model.context() > 0 ? model.context() : null, null);
        ChatRequest request = ChatRequest.of(model.name(), List.of(ChatMessage.text("user", QUESTION)))
                .withSampling(SamplingOptions.USUAL.withMaxTokens(TOKENS))
                .withServing(asItIs);
        Clock clock = new Clock();
        engine.chat(request, clock::take);
        return clock.tokens < FEWEST || clock.last <= clock.first
                ? OptionalDouble.empty()
                : OptionalDouble.of((clock.tokens - 1) * 1e9 / (clock.last - clock.first));
    }

    /// Notes when the parts of an answer came.
    private static final class Clock {
        private long first;
        private long last;
        private long tokens;

        void take(ChatDelta part) {
            long now = System.nanoTime();
            if (part instanceof ChatDelta.Finished end) {
                tokens = end.outputTokens();
                return;
            }
            if (first == 0) {
                first = now;
            }
            last = now;
        }
    }
}

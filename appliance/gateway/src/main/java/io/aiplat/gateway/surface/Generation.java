package io.aiplat.gateway.surface;

import io.aiplat.models.Abilities;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.ChatSink;
import io.aiplat.models.CompletionRequest;
import io.aiplat.models.ModelEngine;
import io.aiplat.models.Reasoning;
import io.aiplat.models.Sampling;
import io.aiplat.models.Serving;
import io.aiplat.models.Tools;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One text that a model has to write.
public sealed interface Generation {
    /// How much to think, as OpenAI's chat calls it.
    String EFFORT = "reasoning_effort";

    /// Has it written.
    void by(ModelEngine engine, ChatSink sink);

    /// The parameters, as OpenAI's chat calls them, that the model cannot carry out.
    Set<String> lacking(Abilities abilities);

    /// The same without a parameter; itself where nobody could answer without it.
    Generation without(String parameter);

    /// The parameters in use that are no more than hints, as OpenAI's chat calls them: where the model cannot carry
    /// one out, it is left out.
    default Set<String> hints() {
        return Set.of();
    }

    /// As whoever writes it knows the model.
    String model();

    /// How the route wants the model served.
    Serving serving();

    /// Going on with a conversation.
    ///
    /// @param effortIsHint whether how much to think is no more than a hint
    record Chat(ChatRequest request, boolean effortIsHint) implements Generation {
        /// As where it is a wish.
        public Chat(ChatRequest request) {
            this(request, false);
        }

        @Override
        public void by(ModelEngine engine, ChatSink sink) {
            engine.chat(request, sink);
        }

        @Override
        public Set<String> lacking(Abilities abilities) {
            return abilities.lacking(request).keySet();
        }

        @Override
        public Generation without(String parameter) {
            Tools tools = request.tools();
            return new Chat(
                    switch (parameter) {
                        case Abilities.PAST_PICTURES -> request.withoutPastPictures();
                        case "logprobs" ->
                            request.withSampling(request.sampling().withTopLogprobs(null));
                        case "response_format" -> request.withFormat(new AnswerFormat.Text());
                        case EFFORT -> request.withReasoning(null);
                        case "tools" -> request.withTools(Tools.NONE);
                        case "tool_choice" ->
                            request.withTools(new Tools(tools.offered(), new Tools.Choice.Auto(), tools.parallel()));
                        case "parallel_tool_calls" ->
                            request.withTools(new Tools(tools.offered(), tools.choice(), true));
                        default -> request.withSampling(less(request.sampling(), parameter));
                    },
                    effortIsHint);
        }

        private static Sampling less(Sampling all, String parameter) {
            return new Sampling(
                    all.maxTokens(),
                    parameter.equals("temperature") ? null : all.temperature(),
                    parameter.equals("top_p") ? null : all.topP(),
                    parameter.equals("top_k") ? null : all.topK(),
                    parameter.equals("seed") ? null : all.seed(),
                    parameter.equals("stop") ? List.of() : all.stop(),
                    parameter.equals("frequency_penalty") ? null : all.frequencyPenalty(),
                    parameter.equals("presence_penalty") ? null : all.presencePenalty(),
                    all.topLogprobs(),
                    all.more());
        }

        @Override
        public Set<String> hints() {
            Reasoning wanted = request.reasoning();
            boolean one =
                    !request.tools().parallel() && !request.tools().shown().isEmpty();
            boolean effort = wanted == Reasoning.MEDIUM || (effortIsHint && wanted != null && wanted != Reasoning.OFF);
            boolean pictures = request.hasPastPictures();
            if (!one && !effort && !pictures) {
                return Set.of();
            }
            Set<String> hints = new HashSet<>();
            if (one) {
                hints.add("parallel_tool_calls");
            }
            if (effort) {
                hints.add(EFFORT);
            }
            if (pictures) {
                hints.add(Abilities.PAST_PICTURES);
            }
            return hints;
        }

        @Override
        public String model() {
            return request.model();
        }

        @Override
        public Serving serving() {
            return request.serving();
        }
    }

    /// Going on with a text.
    record Completion(CompletionRequest request) implements Generation {
        @Override
        public void by(ModelEngine engine, ChatSink sink) {
            engine.complete(request, sink);
        }

        @Override
        public Set<String> lacking(Abilities abilities) {
            return abilities.lacking(request).keySet();
        }

        @Override
        public Generation without(String parameter) {
            return switch (parameter) {
                case "suffix" ->
                    new Completion(new CompletionRequest(
                            request.model(), request.prompt(), null, request.sampling(), request.serving()));
                case "logprobs" ->
                    new Completion(request.withSampling(request.sampling().withTopLogprobs(null)));
                default -> this;
            };
        }

        @Override
        public String model() {
            return request.model();
        }

        @Override
        public Serving serving() {
            return request.serving();
        }
    }
}

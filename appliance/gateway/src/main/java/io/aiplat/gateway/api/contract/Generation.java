package io.aiplat.gateway.api.contract;

import io.aiplat.inference.Capabilities;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.Tools;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Generation request: one text that a model has to write.
public sealed interface Generation {
    /// How much to think, as OpenAI's chat calls it.
    String EFFORT = "reasoning_effort";

    /// Has it written.
    void by(ModelEngine engine, ChatSink sink);

    /// The parameters, as OpenAI's chat calls them, that the model cannot carry out.
    Set<String> lacking(Capabilities abilities);

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
    ServingOptions serving();

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
        public Set<String> lacking(Capabilities abilities) {
            return abilities.lacking(request).keySet();
        }

        @Override
        public Generation without(String parameter) {
            Tools tools = request.tools();
            return new Chat(
                    switch (parameter) {
                        case Capabilities.PAST_PICTURES -> request.withoutPastPictures();
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

        private static SamplingOptions less(SamplingOptions all, String parameter) {
            return new SamplingOptions(
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
            ReasoningEffort wanted = request.reasoning();
            boolean one =
                    !request.tools().parallel() && !request.tools().shown().isEmpty();
            boolean effort = wanted == ReasoningEffort.MEDIUM
                    || (effortIsHint && wanted != null && wanted != ReasoningEffort.OFF);
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
                hints.add(Capabilities.PAST_PICTURES);
            }
            return hints;
        }

        @Override
        public String model() {
            return request.model();
        }

        @Override
        public ServingOptions serving() {
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
        public Set<String> lacking(Capabilities abilities) {
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
        public ServingOptions serving() {
            return request.serving();
        }
    }
}

package io.aiplat.gateway.protocol;

import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.SamplingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Upstream protocol of Anthropic's messages.
public record AnthropicProtocol() implements UpstreamProtocol {
    /// Where its servers have conversations.
    public static final String CONVERSATIONS = "/v1/messages";

    private static final String UNKNOWN = "Anthropic's API has no such parameter.";

    @Override
    public String name() {
        return "Anthropic's API";
    }

    @Override
    public String path() {
        return CONVERSATIONS;
    }

    @Override
    public Set<BackendFeature> extras() {
        return Set.of(BackendFeature.PICTURE_ADDRESSES, BackendFeature.DOCUMENTS, BackendFeature.CACHE_MARKS);
    }

    @Override
    public ChatSink reading(ChatRequest request, ChatSink sink) {
        return request.format() instanceof AnswerFormat.Json ? new JsonObjectOnly(sink) : sink;
    }

    @Override
    public Map<String, String> lacking(ChatRequest request) {
        Map<String, String> lacking = new LinkedHashMap<>();
        SamplingOptions sampling = request.sampling();
        note(lacking, "seed", sampling.seed() != null, UNKNOWN);
        // 0 is the default there.
        note(lacking, "frequency_penalty", isUsed(sampling.frequencyPenalty(), 0), UNKNOWN);
        note(lacking, "presence_penalty", isUsed(sampling.presencePenalty(), 0), UNKNOWN);
        note(lacking, "logprobs", sampling.topLogprobs() != null, UNKNOWN);
        note(
                lacking,
                "temperature",
                sampling.temperature() != null && sampling.temperature() > 1,
                "Anthropic's models take 0 to 1.");
        note(
                lacking,
                "stop",
                sampling.stop().stream().anyMatch(String::isBlank),
                "Anthropic's API takes no text that is only blanks.");
        thinking(lacking, request);
        return lacking;
    }

    /// Thinking is not free to be combined there.
    private static void thinking(Map<String, String> lacking, ChatRequest request) {
        AnthropicThinking thinking = AnthropicThinking.of(request);
        if (!thinking.isOn()) {
            return;
        }
        note(
                lacking,
                "reasoning_effort",
                thinking.budgeted() && answersTools(request),
                "This model wants its own signed thoughts back with the results of tools, and they are not kept.");
        note(lacking, "reasoning_effort", !thinking.fits(), "Thinking needs more than 1024 tokens of answer.");
        SamplingOptions sampling = request.sampling();
        // How much to think is a hint, and the others are not.
        note(
                lacking,
                "reasoning_effort",
                isUsed(sampling.temperature(), 1)
                        || sampling.topK() != null
                        || request.tools().isForced(),
                "Anthropic's models do not think with a 'temperature', 'top_k' or 'tool_choice' that is said.");
    }

    /// Whether the turn that is to be gone on with has called tools already.
    private static boolean answersTools(ChatRequest request) {
        return request.messages().reversed().stream()
                .filter(message -> message.role().equals("assistant"))
                .findFirst()
                .map(last ->
                        !last.toolCalls().isEmpty() && last.thoughts().stream().noneMatch(ToolJson::isSigned))
                .orElse(false);
    }

    private static boolean isUsed(@Nullable Double value, double usual) {
        return value != null && value != usual;
    }

    private static void note(Map<String, String> lacking, String parameter, boolean isLacking, String reason) {
        if (isLacking) {
            lacking.putIfAbsent(parameter, reason);
        }
    }

    @Override
    public byte[] question(ChatRequest request) {
        return new AnthropicRequestWriter(request).bytes();
    }

    @Override
    public UpstreamStreamReader answer(int promptBound) {
        return new AnthropicStreamReader(promptBound);
    }
}

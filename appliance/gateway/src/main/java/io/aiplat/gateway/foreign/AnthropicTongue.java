package io.aiplat.gateway.foreign;

import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.Sampling;
import io.aiplat.models.Tools;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Anthropic's messages.
public record AnthropicTongue() implements Tongue {
    private static final String UNKNOWN = "Anthropic's API has no such parameter.";

    @Override
    public String name() {
        return "Anthropic's API";
    }

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public Map<String, String> lacking(ChatRequest request) {
        Map<String, String> lacking = new LinkedHashMap<>();
        Sampling sampling = request.sampling();
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
        note(
                lacking,
                "response_format",
                request.format() instanceof AnswerFormat.Json,
                "Anthropic's API has no plain JSON mode; give a 'json_schema'.");
        thinking(lacking, request);
        return lacking;
    }

    /// Thinking is not free to be combined there.
    private static void thinking(Map<String, String> lacking, ChatRequest request) {
        Thinking thinking = Thinking.of(request);
        if (!thinking.isOn()) {
            return;
        }
        note(
                lacking,
                "reasoning_effort",
                thinking.budgeted() && answersTools(request),
                "This model wants its own signed thoughts back with the results of tools, and they are not kept.");
        note(lacking, "reasoning_effort", !thinking.fits(), "Thinking needs more than 1024 tokens of answer.");
        if (lacking.containsKey("reasoning_effort")) {
            return;
        }
        Sampling sampling = request.sampling();
        String reason = "Anthropic's models do not take it while they think.";
        note(lacking, "temperature", isUsed(sampling.temperature(), 1), reason);
        note(lacking, "top_k", sampling.topK() != null, reason);
        Tools.Choice choice = request.tools().choice();
        note(
                lacking,
                "tool_choice",
                choice instanceof Tools.Choice.Required || choice instanceof Tools.Choice.Named,
                reason);
    }

    /// Whether the turn that is to be gone on with has called tools already.
    private static boolean answersTools(ChatRequest request) {
        return request.messages().reversed().stream()
                .filter(message -> message.role().equals("assistant"))
                .findFirst()
                .map(last -> !last.toolCalls().isEmpty())
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
        return new AnthropicQuestion(request).bytes();
    }

    @Override
    public AnswerReader answer(int promptBound) {
        return new AnthropicAnswer(promptBound);
    }
}

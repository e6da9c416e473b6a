package io.aiplat.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ReasoningEffort;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How much a model of Anthropic's thinks, in the form that the model knows: the newer ones take a degree,
/// the older ones a number of tokens, and each refuses the other's.
///
/// @param reasoning null for as the model does by itself
/// @param budgeted  whether the model is one of the older ones
/// @param maxTokens of thoughts and answer together, at least 1
record AnthropicThinking(@Nullable ReasoningEffort reasoning, boolean budgeted, int maxTokens) {
    /// Tokens of an answer that nobody bounds; every model of Anthropic's can write as many.
    static final int USUAL_ANSWER = 4096;

    private static final int LEAST_BUDGET = 1024;

    /// The models before Claude 4.6, by any of their names.
    private static final Pattern BUDGETED =
            Pattern.compile(".*claude-(3\\b.*|(opus|sonnet|haiku)-4([-.][0-5])?(-latest|[-@]\\d{8}.*)?)");

    static AnthropicThinking of(ChatRequest request) {
        Integer most = request.sampling().maxTokens();
        boolean budgeted = BUDGETED.matcher(request.model()).matches();
        int wanted = budget(request.reasoning());
        int room = budgeted ? USUAL_ANSWER + wanted : Math.max(USUAL_ANSWER, 2 * wanted);
        return new AnthropicThinking(request.reasoning(), budgeted, most == null ? room : most);
    }

    /// As many tokens as each degree is read from, where an Anthropic client gives a number.
    private static int budget(@Nullable ReasoningEffort reasoning) {
        return switch (reasoning) {
            case null -> 0;
            case OFF -> 0;
            case MINIMAL -> LEAST_BUDGET;
            case LOW -> 2048;
            case ON, MEDIUM -> 8192;
            case HIGH -> 16_384;
        };
    }

    /// Whether the model is asked to think.
    boolean isOn() {
        return reasoning != null && reasoning != ReasoningEffort.OFF;
    }

    /// Whether there is room for thoughts.
    boolean fits() {
        return !budgeted || maxTokens > LEAST_BUDGET;
    }

    /// Writes the field that says so, if there is anything to say.
    void writeTo(JsonGenerator json) throws IOException {
        if (reasoning == null) {
            return;
        }
        json.writeObjectFieldStart("thinking");
        if (!isOn()) {
            json.writeStringField("type", "disabled");
        } else if (budgeted) {
            json.writeStringField("type", "enabled");
            // Something is left for the answer itself, half of a small one.
            int room = maxTokens - Math.min(USUAL_ANSWER, maxTokens / 2);
            json.writeNumberField("budget_tokens", Math.max(LEAST_BUDGET, Math.min(budget(reasoning), room)));
        } else {
            json.writeStringField("type", "adaptive");
        }
        json.writeEndObject();
    }

    /// How hard to think; null where that is not said, or said in tokens.
    @Nullable
    String effort() {
        if (reasoning == null || budgeted) {
            return null;
        }
        return switch (reasoning) {
            case OFF, ON -> null;
            // The least there is.
            case MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
        };
    }
}

package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ReasoningEffort;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the reasoning effort of a chat completion, by the fields that clients of several servers have for it. It
/// is a hint: what is no degree that anybody here knows is left out and named.
final class ChatEffort {
    private static final int LITTLE = 4096;
    private static final int MUCH = 16_384;

    private ChatEffort() {}

    /// The first that says something; null for as the model does by itself.
    static @Nullable ReasoningEffort read(RequestFields body) {
        ReasoningEffort effort = degree(body, "reasoning_effort");
        for (String name : List.of("reasoning", "thinking", "think", "enable_thinking", "chat_template_kwargs")) {
            JsonNode value = body.any(name);
            if (value == null) {
                continue;
            }
            ReasoningEffort other = of(value);
            if (effort == null) {
                effort = other;
            }
            if (other == null) {
                body.leaveOut(name);
            }
        }
        return effort;
    }

    /// A degree by its name, the nearest of ours where there is none of that name.
    static @Nullable ReasoningEffort degree(RequestFields body, String name) {
        String effort = body.text(name);
        if (effort == null) {
            return null;
        }
        ReasoningEffort known = word(effort);
        if (known == null && !effort.isEmpty()) {
            body.leaveOut(name);
        }
        return known;
    }

    private static @Nullable ReasoningEffort word(String effort) {
        return switch (effort.toLowerCase(Locale.ROOT)) {
            case "none", "off", "disabled" -> ReasoningEffort.OFF;
            case "minimal", "min" -> ReasoningEffort.MINIMAL;
            case "low" -> ReasoningEffort.LOW;
            case "medium", "default" -> ReasoningEffort.MEDIUM;
            case "high", "xhigh", "max", "ultra" -> ReasoningEffort.HIGH;
            default -> null;
        };
    }

    private static @Nullable ReasoningEffort of(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? ReasoningEffort.ON : ReasoningEffort.OFF;
        }
        if (value.isTextual()) {
            return word(value.textValue());
        }
        for (String name : List.of("effort", "reasoning_effort", "enable_thinking", "thinking", "enabled")) {
            JsonNode inner = value.path(name);
            ReasoningEffort said = inner.isContainerNode() || inner.isMissingNode() ? null : of(inner);
            if (said != null) {
                return said;
            }
        }
        for (String name : List.of("budget_tokens", "max_tokens")) {
            if (value.path(name).canConvertToInt() && value.path(name).intValue() > 0) {
                int tokens = value.path(name).intValue();
                return tokens < LITTLE
                        ? ReasoningEffort.LOW
                        : tokens < MUCH ? ReasoningEffort.MEDIUM : ReasoningEffort.HIGH;
            }
        }
        return switch (value.path("type").asText()) {
            case "enabled" -> ReasoningEffort.ON;
            case "disabled" -> ReasoningEffort.OFF;
            default -> null;
        };
    }
}

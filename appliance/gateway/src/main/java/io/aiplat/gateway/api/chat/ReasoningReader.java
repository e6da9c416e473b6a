package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage.Thought;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads chain-of-thought that clients give back with an assistant's turn, by the names that servers and gateways
/// have for it. Some servers want it back with the results of tools.
final class ReasoningReader {
    /// The fields it may stand in.
    static final List<String> FIELDS =
            List.of("thinking_blocks", "reasoning_details", "reasoning_content", "reasoning", "thinking");

    private ReasoningReader() {}

    /// All of one turn, of the first field that has any: the others say the same again.
    static List<Thought> of(RequestFields turn) {
        for (String field : FIELDS) {
            JsonNode value = turn.any(field);
            if (value == null) {
                continue;
            }
            List<Thought> thoughts = new ArrayList<>();
            add(thoughts, value);
            if (!thoughts.isEmpty()) {
                return thoughts;
            }
        }
        JsonNode content = turn.any("content");
        List<Thought> thoughts = new ArrayList<>();
        if (content != null && content.isArray()) {
            for (JsonNode part : content) {
                switch (part.path("type").asText()) {
                    case "thinking", "redacted_thinking", "reasoning" -> add(thoughts, part);
                    default -> {}
                }
            }
        }
        return thoughts;
    }

    private static void add(List<Thought> thoughts, JsonNode value) {
        if (value.isTextual()) {
            add(thoughts, value.textValue(), null);
        } else if (value.isArray()) {
            value.forEach(one -> add(thoughts, one));
        } else if (value.isObject()) {
            block(thoughts, value);
        }
    }

    private static void block(List<Thought> thoughts, JsonNode block) {
        switch (block.path("type").asText()) {
            case "redacted_thinking" -> add(thoughts, "", block.path("data").textValue());
            // OpenRouter's, whose signatures are of many servers.
            case "reasoning.encrypted" -> {}
            default -> {
                String text = first(block, "thinking", "text", "summary", "content");
                JsonNode format = block.path("format");
                boolean own = format.isMissingNode() || format.asText().startsWith("anthropic");
                add(thoughts, text, own ? block.path("signature").textValue() : null);
            }
        }
    }

    private static String first(JsonNode block, String... names) {
        for (String name : names) {
            String text = block.path(name).textValue();
            if (text != null) {
                return text;
            }
        }
        return "";
    }

    private static void add(List<Thought> thoughts, String text, @Nullable String signature) {
        if (!text.isEmpty() || signature != null) {
            thoughts.add(new Thought(text, signature));
        }
    }
}

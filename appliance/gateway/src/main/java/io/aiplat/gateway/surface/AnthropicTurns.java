package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a conversation as Anthropic's clients write it. What tools said stands in the user's turns there;
/// here it is turns of its own.
final class AnthropicTurns {
    private final List<ChatMessage> messages = new ArrayList<>();

    private AnthropicTurns() {}

    static List<ChatMessage> read(Fields body) {
        if (!body.has("messages")) {
            throw body.missing("messages");
        }
        AnthropicTurns turns = new AnthropicTurns();
        turns.system(body);
        List<Fields> written = body.objects("messages");
        if (written.isEmpty()) {
            throw body.invalid("messages", "must have at least one message");
        }
        written.forEach(turns::turn);
        return turns.messages;
    }

    private void system(Fields body) {
        if (!body.has("system")) {
            return;
        }
        Spoken spoken = new Spoken();
        for (Block block : blocks(body, "system")) {
            if (!"text".equals(block.type())) {
                throw block.fields().unsupported("type", "Only 'text' is.");
            }
            spoken.texts.add(block.text());
        }
        messages.add(ChatMessage.text("system", spoken.text()));
    }

    private void turn(Fields turn) {
        turn.only(Set.of("role", "content"));
        if (!turn.has("content")) {
            throw turn.missing("content");
        }
        switch (turn.requiredText("role")) {
            case "user" -> user(turn);
            case "assistant" -> assistant(turn);
            default -> throw turn.invalid("role", "must be 'user' or 'assistant'");
        }
    }

    private void user(Fields turn) {
        Spoken spoken = new Spoken();
        for (Block block : blocks(turn, "content")) {
            switch (block.type()) {
                case "text" -> spoken.texts.add(block.text());
                case "image" -> spoken.pictures.add(picture(block.fields()));
                case "tool_result" -> {
                    spoken.flushTo(messages);
                    messages.add(toolResult(block.fields()));
                }
                default -> throw block.fields().unsupported("type", "Only 'text', 'image' and 'tool_result' are.");
            }
        }
        spoken.flushTo(messages);
    }

    private void assistant(Fields turn) {
        Spoken spoken = new Spoken();
        List<ToolCall> calls = new ArrayList<>();
        for (Block block : blocks(turn, "content")) {
            switch (block.type()) {
                case "text" -> spoken.texts.add(block.text());
                case "tool_use" -> calls.add(call(block.fields()));
                // A model thinks anew at each turn.
                case "thinking", "redacted_thinking" -> {}
                default -> throw block.fields().unsupported("type", "Only 'text', 'tool_use' and 'thinking' are.");
            }
        }
        messages.add(new ChatMessage("assistant", spoken.text(), List.of(), calls, null));
    }

    private static ToolCall call(Fields block) {
        block.only(Set.of("type", "id", "name", "input", "cache_control", "caller"));
        return new ToolCall(
                block.requiredText("id"),
                block.requiredText("name"),
                block.requiredObject("input").toJson());
    }

    private static ChatMessage toolResult(Fields block) {
        block.only(Set.of("type", "tool_use_id", "content", "is_error", "cache_control"));
        Spoken spoken = new Spoken();
        if (block.flag("is_error")) {
            // No model has another place to be told.
            spoken.texts.add("Error:");
        }
        if (block.has("content")) {
            for (Block part : blocks(block, "content")) {
                switch (part.type()) {
                    case "text" -> spoken.texts.add(part.text());
                    case "image" -> spoken.pictures.add(picture(part.fields()));
                    default -> throw part.fields().unsupported("type", "Only 'text' and 'image' are.");
                }
            }
        }
        return new ChatMessage("tool", spoken.text(), spoken.pictures, List.of(), block.requiredText("tool_use_id"));
    }

    private static String picture(Fields block) {
        block.only(Set.of("type", "source", "cache_control"));
        Fields source = block.requiredObject("source");
        if (!"base64".equals(source.requiredText("type"))) {
            throw source.unsupported("type", "aiplat fetches nothing; send the picture itself as 'base64'.");
        }
        source.only(Set.of("type", "media_type", "data"));
        return Pictures.ofBase64(source, "data");
    }

    /// A string, or an array of blocks.
    private static List<Block> blocks(Fields holder, String name) {
        JsonNode content = holder.any(name);
        if (content != null && content.isTextual()) {
            return List.of(new Block("text", content.textValue(), holder));
        }
        return holder.objects(name).stream()
                .map(block -> new Block(block.requiredText("type"), null, block))
                .toList();
    }

    /// A piece of a turn.
    ///
    /// @param plain its text, where the turn is nothing but that
    private record Block(String type, @Nullable String plain, Fields fields) {
        String text() {
            if (plain != null) {
                return plain;
            }
            fields.only(Set.of("type", "text", "cache_control", "citations"));
            String text = fields.text("text");
            if (text == null) {
                throw fields.missing("text");
            }
            return text;
        }
    }

    /// What one turn says and shows.
    private static final class Spoken {
        final List<String> texts = new ArrayList<>();
        final List<String> pictures = new ArrayList<>();

        String text() {
            return String.join("\n", texts);
        }

        void flushTo(List<ChatMessage> messages) {
            if (!texts.isEmpty() || !pictures.isEmpty()) {
                messages.add(new ChatMessage("user", text(), pictures, List.of(), null));
                texts.clear();
                pictures.clear();
            }
        }
    }
}

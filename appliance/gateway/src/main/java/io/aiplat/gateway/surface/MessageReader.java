package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the conversation of a chat completion.
final class MessageReader {
    private MessageReader() {}

    static List<ChatMessage> read(Fields body) {
        if (!body.has("messages")) {
            throw body.missing("messages");
        }
        List<Fields> turns = body.objects("messages");
        if (turns.isEmpty()) {
            throw body.invalid("messages", "must have at least one message");
        }
        return turns.stream().map(MessageReader::message).toList();
    }

    private static ChatMessage message(Fields turn) {
        String role = turn.requiredText("role");
        return switch (role) {
            // The newer name of the same thing.
            case "system", "developer" -> spoken(turn, "system", false);
            case "user" -> spoken(turn, "user", true);
            case "assistant" -> assistant(turn);
            case "tool" -> toolResult(turn);
            case "function" -> throw turn.unsupported("role", "Use 'tool' messages.");
            default -> throw turn.invalid("role", "must be 'system', 'developer', 'user', 'assistant' or 'tool'");
        };
    }

    private static ChatMessage spoken(Fields turn, String role, boolean mayShowPictures) {
        refuseName(turn);
        turn.only(Set.of("role", "content"));
        MessageContent content = MessageContent.read(turn, mayShowPictures);
        if (content == null) {
            throw turn.missing("content");
        }
        return new ChatMessage(role, content.text(), content.pictures(), List.of(), null);
    }

    private static ChatMessage assistant(Fields turn) {
        refuseName(turn);
        for (String field : List.of("refusal", "audio", "function_call")) {
            if (turn.has(field)) {
                throw turn.unsupported(field, "Leave it out.");
            }
        }
        JsonNode annotations = turn.any("annotations");
        if (annotations != null && !annotations.isEmpty()) {
            throw turn.unsupported("annotations", "Leave it out.");
        }
        // Clients send an answer back as it came, with what the model thought.
        turn.only(Set.of("role", "content", "tool_calls", "annotations", "reasoning_content"));
        List<ToolCall> calls = toolCalls(turn);
        MessageContent content = MessageContent.read(turn, false);
        if (content == null && calls.isEmpty()) {
            throw turn.missing("content");
        }
        return new ChatMessage("assistant", content == null ? "" : content.text(), List.of(), calls, null);
    }

    private static List<ToolCall> toolCalls(Fields turn) {
        List<ToolCall> calls = new ArrayList<>();
        for (Fields call : turn.objects("tool_calls")) {
            // Clients that put a stream together send its index back.
            call.only(Set.of("id", "type", "function", "index"));
            if (!"function".equals(call.requiredText("type"))) {
                throw call.unsupported("type", "Only 'function' is.");
            }
            Fields function = call.requiredObject("function");
            function.only(Set.of("name", "arguments"));
            String arguments = function.text("arguments");
            calls.add(new ToolCall(
                    call.requiredText("id"), function.requiredText("name"), arguments == null ? "" : arguments));
        }
        return calls;
    }

    /// A `name` here only repeats what the call it answers says already, so it may stand.
    private static ChatMessage toolResult(Fields turn) {
        turn.only(Set.of("role", "content", "tool_call_id", "name"));
        MessageContent content = MessageContent.read(turn, false);
        if (content == null) {
            throw turn.missing("content");
        }
        return new ChatMessage("tool", content.text(), List.of(), List.of(), turn.requiredText("tool_call_id"));
    }

    /// The model would not be told it, and telling speakers apart is its only use.
    private static void refuseName(Fields turn) {
        if (turn.has("name")) {
            throw turn.unsupported("name", "Write the speaker's name into the content.");
        }
    }
}

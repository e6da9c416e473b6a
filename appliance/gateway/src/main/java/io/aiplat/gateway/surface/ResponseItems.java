package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the input of a response. What the assistant said and the calls that follow are items there; here
/// they are one turn.
final class ResponseItems {
    private final List<ChatMessage> messages = new ArrayList<>();

    private ResponseItems() {}

    static List<ChatMessage> read(Fields body) {
        JsonNode input = body.any("input");
        if (input == null) {
            throw body.missing("input");
        }
        if (input.isTextual()) {
            return List.of(ChatMessage.text("user", input.textValue()));
        }
        List<Fields> items = body.objects("input");
        if (items.isEmpty()) {
            throw body.invalid("input", "must have at least one item");
        }
        ResponseItems read = new ResponseItems();
        items.forEach(read::item);
        return read.messages;
    }

    private void item(Fields item) {
        String type = item.text("type");
        switch (type == null ? "message" : type) {
            case "message" -> messages.add(message(item));
            case "function_call" -> call(item);
            case "function_call_output" -> messages.add(output(item));
            // A model thinks anew at each turn.
            case "reasoning" -> {}
            default ->
                throw item.unsupported(
                        "type", "Only 'message', 'function_call', 'function_call_output' and 'reasoning' are.");
        }
    }

    private static ChatMessage message(Fields item) {
        item.only(Set.of("type", "role", "content", "id", "status", "phase"));
        String role = item.requiredText("role");
        return switch (role) {
            case "user" -> spoken(item, "user");
            case "system", "developer" -> spoken(item, "system");
            case "assistant" -> spoken(item, "assistant");
            default -> throw item.invalid("role", "must be 'system', 'developer', 'user' or 'assistant'");
        };
    }

    private static ChatMessage spoken(Fields item, String role) {
        List<String> texts = new ArrayList<>();
        List<String> pictures = new ArrayList<>();
        content(item, "content", texts, pictures);
        if (!pictures.isEmpty() && !role.equals("user")) {
            throw item.unsupported("content", "Only user messages can show pictures.");
        }
        return new ChatMessage(role, String.join("\n", texts), pictures, List.of(), null);
    }

    private static void content(Fields item, String name, List<String> texts, List<String> pictures) {
        JsonNode content = item.any(name);
        if (content == null) {
            throw item.missing(name);
        }
        if (content.isTextual()) {
            texts.add(content.textValue());
            return;
        }
        for (Fields part : item.objects(name)) {
            switch (part.requiredText("type")) {
                case "input_text", "output_text", "text" -> texts.add(text(part));
                case "input_image" -> pictures.add(picture(part));
                default -> throw part.unsupported("type", "Only 'input_text', 'output_text' and 'input_image' are.");
            }
        }
    }

    private static String text(Fields part) {
        part.only(Set.of("type", "text", "annotations", "logprobs"));
        String text = part.text("text");
        if (text == null) {
            throw part.missing("text");
        }
        return text;
    }

    private static String picture(Fields part) {
        part.only(Set.of("type", "image_url", "detail"));
        Pictures.checkDetail(part);
        return Pictures.ofUrl(part, "image_url");
    }

    private void call(Fields item) {
        item.only(Set.of("type", "id", "call_id", "name", "arguments", "status"));
        String arguments = item.text("arguments");
        ToolCall call = new ToolCall(
                item.requiredText("call_id"), item.requiredText("name"), arguments == null ? "" : arguments);
        List<ToolCall> calls = new ArrayList<>();
        String said = "";
        if (!messages.isEmpty() && messages.getLast().role().equals("assistant")) {
            ChatMessage before = messages.removeLast();
            calls.addAll(before.toolCalls());
            said = before.content();
        }
        calls.add(call);
        messages.add(new ChatMessage("assistant", said, List.of(), calls, null));
    }

    private static ChatMessage output(Fields item) {
        item.only(Set.of("type", "id", "call_id", "output", "status"));
        List<String> texts = new ArrayList<>();
        List<String> pictures = new ArrayList<>();
        content(item, "output", texts, pictures);
        return new ChatMessage("tool", String.join("\n", texts), pictures, List.of(), item.requiredText("call_id"));
    }
}

package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the conversation of a chat completion. What is to be answered is read strictly. What has been answered is
/// data, and nothing in it makes a request fail: the client repeats it for ever.
final class MessageReader {
    /// Calls in one turn that a result without the id of its own is looked for among.
    private static final int MOST_LOOKED_AT = 128;

    private static final Set<String> SPOKEN = Set.of("role", "content", "name", "cache_control");
    private static final Set<String> RESULT = Set.of("role", "content", "name", "cache_control", "tool_call_id");
    private static final Set<String> ASSISTANT = Set.of(
            "role",
            "content",
            "name",
            "cache_control",
            "tool_calls",
            "function_call",
            "refusal",
            "audio",
            "annotations",
            "thinking_blocks",
            "reasoning_details",
            "reasoning_content",
            "reasoning",
            "thinking");

    private final ReadContext reading;
    private final List<ChatMessage> messages = new ArrayList<>();

    /// Calls that no tool has answered yet, by their ids and in their order.
    private final Map<String, ToolCall> open = new LinkedHashMap<>();

    /// The names that were said in each role; empty for none.
    private final Map<String, Set<String>> speakers = new HashMap<>();

    private MessageReader(ReadContext reading) {
        this.reading = reading;
    }

    static List<ChatMessage> read(RequestFields body, ReadContext reading) {
        if (!body.has("messages")) {
            throw body.missing("messages");
        }
        List<RequestFields> turns = body.objects("messages");
        if (turns.isEmpty()) {
            throw body.invalid("messages", "must have at least one message");
        }
        MessageReader reader = new MessageReader(reading);
        int answered = 0;
        for (int i = 0; i < turns.size(); i++) {
            answered = "assistant".equals(role(turns.get(i).word("role"))) ? i + 1 : answered;
        }
        if (turns.stream().anyMatch(turn -> turn.has("name"))) {
            turns.forEach(reader::noteSpeaker);
        }
        for (int i = 0; i < turns.size(); i++) {
            reader.message(turns.get(i), i < answered);
        }
        return reader.messages;
    }

    private void noteSpeaker(RequestFields turn) {
        String role = turn.word("role");
        speakers.computeIfAbsent(role == null ? "" : role, _ -> new HashSet<>()).add(name(turn));
    }

    private static String name(RequestFields turn) {
        String name = turn.word("name");
        return name == null ? "" : name;
    }

    /// The role by the name that most have for it; null for one that nobody knows.
    private static @Nullable String role(@Nullable String said) {
        return switch (said == null ? "" : said.toLowerCase(Locale.ROOT)) {
            // The newer name of the same thing.
            case "system", "developer" -> "system";
            case "user", "human" -> "user";
            case "assistant", "model", "ai" -> "assistant";
            case "tool", "function" -> "tool";
            default -> null;
        };
    }

    private void message(RequestFields turn, boolean past) {
        String role = role(past ? turn.word("role") : turn.requiredText("role"));
        if (role == null && past) {
            turn.leaveOut("role");
            role = "user";
        }
        switch (role) {
            case "assistant" -> assistant(turn);
            case "tool" -> toolResult(turn);
            case "system", "user" -> spoken(turn, role, past);
            case null, default ->
                throw turn.invalid("role", "must be 'system', 'developer', 'user', 'assistant' or 'tool'");
        }
    }

    private void spoken(RequestFields turn, String role, boolean past) {
        turn.only(SPOKEN);
        String prefix = speaker(turn);
        MessageContent content = MessageContent.read(turn, reading, past, role.equals("user"));
        if (content == null) {
            if (!past) {
                throw turn.missing("content");
            }
            messages.add(ChatMessage.text(role, ""));
            return;
        }
        content.mark(turn);
        messages.add(message(role, content, List.of(), null, prefix));
    }

    private static ChatMessage message(
            String role, MessageContent content, List<ToolCall> calls, @Nullable String answered, String prefix) {
        List<ChatMessage.CacheMark> marks = prefix.isEmpty()
                ? content.marks()
                : content.marks().stream()
                        .map(mark -> new ChatMessage.CacheMark(mark.end() + prefix.length(), mark.control()))
                        .toList();
        return new ChatMessage(
                role,
                prefix + content.text(),
                content.pictures(),
                calls,
                answered,
                List.of(),
                content.documents(),
                marks);
    }

    /// Telling speakers apart is the only use of a name, so it stands before the words of one among several;
    /// engines have no other place for it.
    private String speaker(RequestFields turn) {
        String name = name(turn);
        if (name.isEmpty()) {
            return "";
        }
        String role = turn.word("role");
        if (speakers.getOrDefault(role == null ? "" : role, Set.of()).size() > 1) {
            return name + ": ";
        }
        turn.leaveOut("name");
        return "";
    }

    private void assistant(RequestFields turn) {
        JsonNode annotations = turn.any("annotations");
        if (turn.has("audio")) {
            turn.leaveOut("audio");
        }
        if (annotations != null && !annotations.isEmpty()) {
            turn.leaveOut("annotations");
        }
        turn.only(ASSISTANT);
        String prefix = speaker(turn);
        List<ToolCall> calls = calls(turn);
        MessageContent content = MessageContent.read(turn, reading, true, false);
        ChatMessage said;
        if (content == null) {
            String refusal = turn.word("refusal");
            said = new ChatMessage("assistant", refusal == null ? "" : refusal, List.of(), calls, null);
        } else {
            content.mark(turn);
            said = message("assistant", content, calls, null, content.text().isEmpty() ? "" : prefix);
        }
        messages.add(said.withThoughts(ReasoningReader.of(turn)));
        open.clear();
        calls.forEach(call -> open.put(call.id(), call));
    }

    private List<ToolCall> calls(RequestFields turn) {
        List<ToolCall> calls = new ArrayList<>();
        JsonNode written = turn.any("tool_calls");
        if (written != null) {
            for (JsonNode call : written) {
                JsonNode custom = call.path("custom");
                JsonNode function = custom.isObject() ? custom : call.path("function");
                add(calls, call.path("id").asText(), function.isObject() ? function : call);
            }
        }
        JsonNode older = turn.any("function_call");
        if (older != null && calls.isEmpty()) {
            add(calls, "", older);
        }
        return calls;
    }

    private void add(List<ToolCall> calls, String id, JsonNode function) {
        String name = function.path("name").asText();
        if (name.isEmpty()) {
            // Nobody could say what was called.
            return;
        }
        JsonNode arguments = function.path(function.has("input") ? "input" : "arguments");
        String written = arguments.isContainerNode() ? arguments.toString() : "";
        String text = arguments.isTextual() ? arguments.textValue() : written;
        String known = id.isEmpty() ? "call_" + messages.size() + "_" + calls.size() : id;
        calls.add(new ToolCall(known, name, text));
    }

    /// A `name` here only repeats what the call it answers says already, so it may stand.
    private void toolResult(RequestFields turn) {
        turn.only(RESULT);
        MessageContent content = MessageContent.read(turn, reading, true, true);
        String answered = answered(turn);
        open.remove(answered);
        if (content == null) {
            messages.add(new ChatMessage("tool", "", List.of(), List.of(), answered));
            return;
        }
        content.mark(turn);
        messages.add(message("tool", content, List.of(), answered, ""));
    }

    /// The call that a result is of: where it does not say, the first of that name, or the first at all.
    private String answered(RequestFields turn) {
        String id = turn.word("tool_call_id");
        if (id != null && !id.isEmpty()) {
            return id;
        }
        String name = name(turn);
        return open.values().stream()
                .limit(MOST_LOOKED_AT)
                .filter(call -> call.name().equals(name))
                .findFirst()
                .or(() -> open.values().stream().findFirst())
                .map(ToolCall::id)
                .orElse("unknown");
    }
}

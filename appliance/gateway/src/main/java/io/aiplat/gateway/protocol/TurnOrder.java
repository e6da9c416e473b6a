package io.aiplat.gateway.protocol;

import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ToolCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Puts a conversation into the order that servers insist on: each call has one result, which follows at once, and
/// each result has its call. Clients cut histories, leave calls without results, and write names twice; a server
/// would refuse all of it, at every further request.
final class TurnOrder {
    private static final String NO_RESULT = "There is no result.";
    private static final String ORPHAN = "A tool has answered: ";

    /// Anthropic's rule; OpenAI takes no longer ones.
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,40}");

    private final List<ChatMessage> ordered = new ArrayList<>();
    /// What the server calls each call without its result yet, by what the client does: who has said one name twice
    /// has two.
    private final Map<String, Deque<String>> open = new LinkedHashMap<>();
    private final List<ChatMessage> waiting = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private int spare;

    private TurnOrder() {}

    /// The conversation in that order; itself where it has no calls.
    static List<ChatMessage> of(List<ChatMessage> messages) {
        boolean tools = messages.stream()
                .anyMatch(message ->
                        message.toolCallId() != null || !message.toolCalls().isEmpty());
        if (!tools) {
            return messages;
        }
        TurnOrder order = new TurnOrder();
        messages.forEach(order::add);
        order.close();
        return order.ordered;
    }

    private void add(ChatMessage message) {
        if (message.role().equals("assistant")) {
            close();
            ordered.add(message.toolCalls().isEmpty() ? message : called(message));
        } else if (message.toolCallId() != null) {
            result(message, message.toolCallId());
        } else if (open.isEmpty()) {
            ordered.add(message);
        } else {
            waiting.add(message);
        }
    }

    private ChatMessage called(ChatMessage message) {
        List<ToolCall> calls = new ArrayList<>();
        for (ToolCall call : message.toolCalls()) {
            String id = call.id();
            while (!ID.matcher(id).matches() || !names.add(id)) {
                id = "call_" + spare++;
            }
            open.computeIfAbsent(call.id(), _ -> new ArrayDeque<>()).add(id);
            calls.add(new ToolCall(id, call.name(), call.arguments()));
        }
        return message.withToolCalls(calls);
    }

    private void result(ChatMessage message, String id) {
        Deque<String> named = open.get(id);
        if (named != null) {
            ordered.add(message.withToolCallId(named.remove()));
            if (named.isEmpty()) {
                open.remove(id);
            }
            if (open.isEmpty()) {
                flush();
            }
            return;
        }
        ChatMessage told = new ChatMessage(
                "user",
                ORPHAN + message.content(),
                message.images(),
                List.of(),
                null,
                List.of(),
                message.documents(),
                List.of());
        if (open.isEmpty()) {
            ordered.add(told);
        } else {
            waiting.add(told);
        }
    }

    private void close() {
        for (Deque<String> named : open.values()) {
            for (String id : named) {
                ordered.add(new ChatMessage("tool", NO_RESULT, List.of(), List.of(), id));
            }
        }
        open.clear();
        flush();
    }

    private void flush() {
        ordered.addAll(waiting);
        waiting.clear();
    }
}

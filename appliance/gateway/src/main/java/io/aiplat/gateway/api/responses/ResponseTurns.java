package io.aiplat.gateway.api.responses;

import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatMessage.Thought;
import io.aiplat.inference.chat.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts the items of a response's input into turns. Items come in any order, and a client that was interrupted has
/// calls without an output; servers refuse a turn that stands between a call and its output, and a call without
/// one. What they would refuse is put right here, since a client repeats its history for ever.
final class ResponseTurns {
    private static final String ASSISTANT = "assistant";

    private final List<ChatMessage> messages = new ArrayList<>();
    /// What was said while calls waited for their outputs.
    private final List<ChatMessage> heldBack = new ArrayList<>();
    /// Calls without an output yet: the client's name of each, and ours.
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private final Set<String> named = new HashSet<>();
    /// Where the turn is that has made them.
    private int calling;
    /// What the assistant thought before what follows.
    private final List<Thought> thoughts = new ArrayList<>();

    /// What the assistant thought. Some servers want it back with the calls that followed from it.
    void think(String text) {
        if (!text.isEmpty()) {
            thoughts.add(new Thought(text, null));
        }
    }

    /// A turn that calls nothing.
    void say(ChatMessage said) {
        ChatMessage message = said.role().equals(ASSISTANT) ? thoughtful(said) : said;
        if (waiting.isEmpty()) {
            messages.add(message);
        } else if (!message.role().equals(ASSISTANT)) {
            heldBack.add(message);
        } else if (heldBack.isEmpty()) {
            ChatMessage before = messages.get(calling);
            String all = before.content().isEmpty() ? message.content() : before.content() + "\n" + message.content();
            messages.set(calling, before.withContent(all));
        } else {
            giveUp();
            messages.add(message);
        }
    }

    /// A call. It belongs to what the assistant has said before it.
    void call(ToolCall call) {
        if (!heldBack.isEmpty()) {
            giveUp();
        }
        if (waiting.isEmpty()) {
            if (messages.isEmpty() || !messages.getLast().role().equals(ASSISTANT)) {
                messages.add(ChatMessage.text(ASSISTANT, ""));
            }
            messages.add(thoughtful(messages.removeLast()));
            calling = messages.size() - 1;
        }
        String id = call.id();
        for (int i = 2; !named.add(id); i++) {
            id = call.id() + "_" + i;
        }
        waiting.put(call.id(), id);
        ChatMessage before = messages.get(calling);
        List<ToolCall> calls = new ArrayList<>(before.toolCalls());
        calls.add(new ToolCall(id, call.name(), call.arguments()));
        messages.set(
                calling,
                new ChatMessage(ASSISTANT, before.content(), List.of(), calls, null).withThoughts(before.thoughts()));
    }

    private ChatMessage thoughtful(ChatMessage turn) {
        if (thoughts.isEmpty()) {
            return turn;
        }
        List<Thought> all = new ArrayList<>(turn.thoughts());
        all.addAll(thoughts);
        thoughts.clear();
        return turn.withThoughts(all);
    }

    /// The output of a call, which is only a text.
    void output(String call, String text) {
        output(call, ChatMessage.text("tool", text));
    }

    /// The output of a call. One that nobody waits for is told all the same.
    void output(String call, ChatMessage given) {
        String id = waiting.remove(call);
        if (id == null) {
            say(new ChatMessage(
                    "user",
                    "The output of a tool:\n" + given.content(),
                    given.images(),
                    List.of(),
                    null,
                    List.of(),
                    given.documents(),
                    List.of()));
            return;
        }
        messages.add(given.withToolCallId(id));
        if (waiting.isEmpty()) {
            release();
        }
    }

    /// Calls that were never answered.
    private void giveUp() {
        waiting.values()
                .forEach(id ->
                        messages.add(new ChatMessage("tool", "No output was recorded.", List.of(), List.of(), id)));
        waiting.clear();
        release();
    }

    private void release() {
        messages.addAll(heldBack);
        heldBack.clear();
    }

    /// All turns.
    List<ChatMessage> end() {
        giveUp();
        return messages;
    }
}

package io.aiplat.gateway.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatMessage.Thought;
import io.aiplat.inference.chat.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a conversation history as Anthropic's clients write it. What tools said stands in the user's turns there;
/// here it is turns of its own, right after the calls, as servers of OpenAI's API want it.
///
/// A client repeats its history with each request, so nothing in it is refused: turns of one role in a row are one
/// turn, as that API has it; a call without a result gets one that says so; a result without a call is what the
/// user says; kinds of blocks that no other API has are told as text, and left out and named where they have none.
/// Only what the user asks now has to be right.
final class AnthropicTurns {
    /// What Claude Code puts before its system prompt for Anthropic's books. It is another one in each
    /// conversation, so no prompt cache would hold what follows.
    private static final String BILLING = "x-anthropic-billing-header:";

    private static final String UNANSWERED = "This call was not carried out.";

    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<ToolChange> changes = new ArrayList<>();

    /// The calls of the last turn of the assistant, and what they were answered so far, by their ids here.
    private final List<Open> open = new ArrayList<>();

    private final Map<String, ChatMessage> answers = new HashMap<>();

    /// What others said since. It follows the results, whatever the order it came in.
    private final List<ChatMessage> said = new ArrayList<>();

    private int made;

    /// A call that waits for its result.
    ///
    /// @param written its id as the client has it, which need not be the only one
    private record Open(String written, String id) {}

    /// A tool that comes or goes in the middle of a conversation.
    ///
    /// @param definition null where the tool is known
    record ToolChange(boolean added, String name, @Nullable RequestFields definition) {}

    private final ReadContext reading;

    private AnthropicTurns(ReadContext reading) {
        this.reading = reading;
    }

    static AnthropicTurns read(RequestFields body, ReadContext reading) {
        if (!body.has("messages")) {
            throw body.missing("messages");
        }
        AnthropicTurns turns = new AnthropicTurns(reading);
        turns.system(body);
        List<RequestFields> written = body.objects("messages");
        if (written.isEmpty()) {
            throw body.invalid("messages", "must have at least one message");
        }
        int asked = written.size();
        int lastUser = -1;
        for (int i = 0; i < written.size(); i++) {
            String role = written.get(i).requiredText("role");
            asked = role.equals("assistant") ? written.size() : Math.min(asked, i);
            lastUser = role.equals("user") ? i : lastUser;
        }
        for (int i = 0; i < written.size(); i++) {
            turns.turn(written.get(i), i >= asked, i < lastUser);
        }
        turns.settle();
        if (turns.messages.stream().allMatch(message -> message.role().equals("system"))) {
            // There is nothing to answer, and that is the model's to say.
            turns.messages.add(ChatMessage.text("user", ""));
        }
        return turns;
    }

    /// The turns.
    List<ChatMessage> messages() {
        return messages;
    }

    /// The tools that come and go, in their order.
    List<ToolChange> changes() {
        return changes;
    }

    private void system(RequestFields body) {
        AnthropicTurnContent spoken = new AnthropicTurnContent(reading);
        for (RequestFields block : body.pieces("system")) {
            String text = block.any("text") == null ? null : block.text("text");
            if (text != null && text.startsWith(BILLING)) {
                block.leaveOut(BILLING.substring(0, BILLING.length() - 1));
            } else {
                spoken.show(block, true);
            }
        }
        if (!spoken.isEmpty()) {
            messages.add(spoken.as("system"));
        }
    }

    /// @param asked    whether it stands after all turns of the assistant
    /// @param followed whether the user says something later
    private void turn(RequestFields turn, boolean asked, boolean followed) {
        switch (turn.requiredText("role")) {
            case "user" -> user(turn, asked);
            case "assistant" -> assistant(turn);
            case "system", "developer" -> instruction(turn, followed);
            default -> throw turn.invalid("role", "must be 'user', 'assistant' or 'system'");
        }
    }

    private void user(RequestFields turn, boolean asked) {
        turn.only(Set.of("role", "content"));
        AnthropicTurnContent spoken = new AnthropicTurnContent(reading);
        for (RequestFields block : turn.pieces("content")) {
            if (block.isOf("tool_result")) {
                result(block, spoken);
            } else {
                spoken.show(block, asked);
            }
        }
        if (!spoken.isEmpty()) {
            add(said, spoken.as("user"));
        }
    }

    /// A system turn in the middle. One that holds for a single answer is gone after it.
    private void instruction(RequestFields turn, boolean followed) {
        turn.only(Set.of("role", "content", "clear_at"));
        boolean cleared = followed && "next_user_message".equals(turn.text("clear_at"));
        AnthropicTurnContent spoken = new AnthropicTurnContent(reading);
        for (RequestFields block : turn.pieces("content")) {
            if (block.isOf("tool_addition") || block.isOf("tool_removal")) {
                change(block);
            } else if (!cleared) {
                spoken.show(block, false);
            }
        }
        if (!spoken.isEmpty()) {
            add(said, spoken.as("system"));
        }
    }

    private void change(RequestFields block) {
        RequestFields tool = block.object("tool");
        RequestFields definition = tool == null ? null : tool.object("definition");
        String name = definition == null ? tool == null ? null : tool.text("name") : definition.text("name");
        if (name == null) {
            // A set of tools of a server.
            block.leaveOut("tool");
        } else {
            changes.add(new ToolChange(block.isOf("tool_addition"), name, definition));
        }
    }

    private void assistant(RequestFields turn) {
        turn.only(Set.of("role", "content"));
        if (!said.isEmpty() || !answers.isEmpty()) {
            settle();
        }
        AnthropicTurnContent spoken = new AnthropicTurnContent(reading);
        List<ToolCall> calls = new ArrayList<>();
        List<Thought> thoughts = new ArrayList<>();
        for (RequestFields block : turn.pieces("content")) {
            if (block.isOf("tool_use")) {
                calls.add(call(block));
            } else if (block.isOf("thinking")) {
                thought(block, thoughts);
            } else if (block.isOf("image")) {
                block.leaveOut("source");
            } else {
                spoken.show(block, false);
            }
        }
        if (!spoken.isEmpty() || !calls.isEmpty() || !thoughts.isEmpty()) {
            add(messages, new ChatMessage("assistant", spoken.text(), List.of(), calls, null).withThoughts(thoughts));
        }
    }

    private static void thought(RequestFields block, List<Thought> to) {
        JsonNode text = block.any("thinking");
        JsonNode signature = block.any("signature");
        if (text != null && text.isTextual() && !text.textValue().isEmpty()) {
            to.add(new Thought(text.textValue(), signature == null ? null : signature.textValue()));
        }
    }

    private ToolCall call(RequestFields block) {
        String written = written(block, "id");
        boolean isNew = !written.isEmpty() && open.stream().noneMatch(call -> call.id.equals(written));
        String id = isNew ? written : "call_aiplat_" + ++made;
        open.add(new Open(written, id));
        String name = written(block, "name");
        return new ToolCall(id, name.isEmpty() ? "unknown" : name, BlockText.arguments(block.any("input")));
    }

    private static String written(RequestFields block, String name) {
        JsonNode value = block.any(name);
        return value == null ? "" : value.asText();
    }

    /// What a tool gave. The client cannot take it back, so nothing in it is refused.
    private void result(RequestFields block, AnthropicTurnContent user) {
        block.only(Set.of("type", "tool_use_id", "content", "is_error"));
        AnthropicTurnContent given = new AnthropicTurnContent(reading);
        JsonNode error = block.any("is_error");
        if (error != null && error.asBoolean()) {
            // No model has another place to be told.
            given.texts.add("Error:");
        }
        JsonNode content = block.any("content");
        if (content != null && content.isValueNode() && !content.isTextual()) {
            given.texts.add(content.asText());
        } else {
            block.pieces("content").forEach(piece -> given.show(piece, false));
        }
        String written = written(block, "tool_use_id");
        open.stream()
                .filter(call -> !answers.containsKey(call.id) && (written.isEmpty() || call.written.equals(written)))
                .findFirst()
                .ifPresentOrElse(call -> answers.put(call.id, given.answers(call.id, user)), () -> user.add(given));
    }

    /// Ends what follows a turn of the assistant.
    private void settle() {
        for (Open call : open) {
            ChatMessage answer = answers.get(call.id);
            messages.add(answer == null ? new ChatMessage("tool", UNANSWERED, List.of(), List.of(), call.id) : answer);
        }
        open.clear();
        answers.clear();
        said.forEach(message -> add(messages, message));
        said.clear();
    }

    private static void add(List<ChatMessage> to, ChatMessage message) {
        ChatMessage last = to.isEmpty() ? null : to.getLast();
        if (last == null || !last.role().equals(message.role())) {
            to.add(message);
            return;
        }
        String between = last.content().isEmpty() || message.content().isEmpty() ? "" : "\n";
        ChatMessage both = new ChatMessage(
                last.role(),
                last.content() + between + message.content(),
                both(last.images(), message.images()),
                both(last.toolCalls(), message.toolCalls()),
                null,
                both(last.thoughts(), message.thoughts()),
                both(last.documents(), message.documents()),
                List.of());
        to.set(to.size() - 1, both);
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}

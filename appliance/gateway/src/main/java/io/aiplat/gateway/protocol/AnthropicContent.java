package io.aiplat.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatMessage.CacheMark;
import io.aiplat.inference.chat.ChatMessage.Document;
import io.aiplat.inference.chat.ChatMessage.Thought;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the blocks of Anthropic's turns. It takes no empty text, no more than four prompt-cache breakpoints, no
/// first turn but a user's, and of newer models no last turn but that either; a history that breaks these rules is
/// told so that it keeps them.
final class AnthropicContent {
    private static final int MOST_MARKS = 4;

    private static final ChatMessage BEGIN = ChatMessage.text("user", "(The conversation goes on.)");
    private static final ChatMessage GO_ON = ChatMessage.text("user", "Go on.");

    /// Breakpoints that are not written: the earliest, for a later one keeps more.
    private int tooMany;

    private AnthropicContent(int tooMany) {
        this.tooMany = tooMany;
    }

    static AnthropicContent of(ChatRequest request) {
        int marks = 0;
        for (ChatMessage message : request.messages()) {
            marks += message.marks().size();
        }
        for (ToolDefinition tool : request.tools().offered()) {
            marks += tool.mark() == null ? 0 : 1;
        }
        return new AnthropicContent(Math.max(0, marks - MOST_MARKS));
    }

    /// The turns in the order they are told in.
    ///
    /// @param prefill whether the model goes on with a last turn of its own
    static List<ChatMessage> turns(ChatRequest request, boolean prefill) {
        List<ChatMessage> turns = new ArrayList<>();
        for (ChatMessage message : TurnOrder.of(request.messages())) {
            if (!message.role().equals("system") && !isEmpty(message)) {
                turns.add(message);
            }
        }
        if (turns.isEmpty()) {
            turns.add(GO_ON);
        } else if (turns.getFirst().role().equals("assistant")) {
            turns.addFirst(BEGIN);
        }
        ChatMessage last = turns.getLast();
        if (last.role().equals("assistant")) {
            if (prefill && !last.content().equals(last.content().stripTrailing())) {
                turns.set(turns.size() - 1, last.withContent(last.content().stripTrailing()));
            } else if (!prefill) {
                turns.add(GO_ON);
            }
        }
        return turns;
    }

    /// A block of text must not be empty there, so who says nothing has no turn.
    private static boolean isEmpty(ChatMessage message) {
        return message.content().isBlank()
                && message.images().isEmpty()
                && message.documents().isEmpty()
                && message.toolCalls().isEmpty()
                && message.toolCallId() == null;
    }

    /// All blocks of a turn.
    void write(JsonGenerator json, ChatMessage message) throws IOException {
        String answered = message.toolCallId();
        if (answered != null) {
            json.writeStartObject();
            json.writeStringField("type", "tool_result");
            json.writeStringField("tool_use_id", answered);
            json.writeArrayFieldStart("content");
            shown(json, message);
            json.writeEndArray();
            json.writeEndObject();
            return;
        }
        for (Thought thought : message.thoughts()) {
            thought(json, thought);
        }
        shown(json, message);
        for (ToolCall call : message.toolCalls()) {
            json.writeStartObject();
            json.writeStringField("type", "tool_use");
            json.writeStringField("id", call.id());
            json.writeStringField("name", call.name());
            json.writeFieldName("input");
            ApiJson.raw(json, ToolJson.arguments(call));
            json.writeEndObject();
        }
    }

    /// Only what it has signed itself is taken back.
    private static void thought(JsonGenerator json, Thought thought) throws IOException {
        if (thought.signature() == null) {
            return;
        }
        json.writeStartObject();
        if (thought.text().isEmpty()) {
            json.writeStringField("type", "redacted_thinking");
            json.writeStringField("data", thought.signature());
        } else {
            json.writeStringField("type", "thinking");
            json.writeStringField("thinking", thought.text());
            json.writeStringField("signature", thought.signature());
        }
        json.writeEndObject();
    }

    /// Pictures first, as Anthropic advises.
    private void shown(JsonGenerator json, ChatMessage message) throws IOException {
        int left = message.images().size() + message.documents().size();
        for (String picture : message.images()) {
            json.writeStartObject();
            json.writeStringField("type", "image");
            json.writeObjectFieldStart("source");
            if (ToolJson.isAddress(picture)) {
                json.writeStringField("type", "url");
                json.writeStringField("url", picture);
            } else {
                json.writeStringField("type", "base64");
                json.writeStringField("media_type", ToolJson.mediaType(picture));
                json.writeStringField("data", picture);
            }
            json.writeEndObject();
            mark(json, --left == 0 ? ofWhatIsShown(message) : null);
            json.writeEndObject();
        }
        for (Document document : message.documents()) {
            json.writeStartObject();
            json.writeStringField("type", "document");
            json.writeObjectFieldStart("source");
            json.writeStringField("type", "base64");
            json.writeStringField("media_type", "application/pdf");
            json.writeStringField("data", document.base64());
            json.writeEndObject();
            if (!document.name().isEmpty()) {
                json.writeStringField("title", document.name());
            }
            mark(json, --left == 0 ? ofWhatIsShown(message) : null);
            json.writeEndObject();
        }
        texts(json, message);
    }

    /// The breakpoint before the text, which is after all that is shown; null for none.
    private static @Nullable String ofWhatIsShown(ChatMessage message) {
        return message.marks().isEmpty() || message.marks().getFirst().end() > 0
                ? null
                : message.marks().getFirst().control();
    }

    /// The text in one block, or in one up to each breakpoint.
    void texts(JsonGenerator json, ChatMessage message) throws IOException {
        String text = message.content();
        int from = 0;
        for (CacheMark mark : message.marks()) {
            int to = Math.min(mark.end(), text.length());
            text(json, text.substring(from, to), mark.control());
            from = to < text.length() && text.charAt(to) == '\n' ? to + 1 : to;
        }
        text(json, text.substring(from), null);
    }

    private void text(JsonGenerator json, String text, @Nullable String control) throws IOException {
        if (text.isBlank()) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        mark(json, control);
        json.writeEndObject();
    }

    /// A breakpoint, inside a block; null for none.
    void mark(JsonGenerator json, @Nullable String control) throws IOException {
        if (control == null) {
            return;
        }
        if (tooMany > 0) {
            tooMany--;
            return;
        }
        json.writeFieldName("cache_control");
        json.writeRawValue(control);
    }
}

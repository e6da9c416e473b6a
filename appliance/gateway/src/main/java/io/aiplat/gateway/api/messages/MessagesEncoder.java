package io.aiplat.gateway.api.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.chat.ChatJson;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.CollectedText;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.gateway.api.contract.TruncatedJson;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;
import java.util.List;

/// Response encoder of Anthropic's messages.
///
/// @param estimate tokens of the prompt, about, for the beginning of a stream; 0 for an answer in one piece
public record MessagesEncoder(int estimate) implements ResponseEncoder {
    @Override
    public void whole(JsonGenerator json, ResponseMetadata head, List<CollectedText> answers) throws IOException {
        CollectedText answer = answers.getFirst();
        begin(json, head);
        json.writeArrayFieldStart("content");
        if (!answer.reasoning().isEmpty()) {
            thinking(json, answer.reasoning());
        }
        if (!answer.text().isEmpty()) {
            text(json, answer.text());
        }
        for (ToolCall call : answer.calls()) {
            toolUse(json, call, TruncatedJson.object(call.arguments()));
        }
        json.writeEndArray();
        json.writeStringField("stop_reason", word(answer.reason()));
        json.writeNullField("stop_sequence");
        usage(json, answer.usage());
        json.writeEndObject();
    }

    @Override
    public Events events(JsonGenerator json, ResponseMetadata head) {
        return new MessagesEvents(json, head, estimate);
    }

    /// Begins a message, up to its content.
    static void begin(JsonGenerator json, ResponseMetadata head) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", head.id());
        json.writeStringField("type", "message");
        json.writeStringField("role", "assistant");
        json.writeStringField("model", head.model());
    }

    /// A block of thoughts. Nobody signs them here, and the field must be.
    static void thinking(JsonGenerator json, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "thinking");
        json.writeStringField("thinking", text);
        json.writeStringField("signature", "");
        json.writeEndObject();
    }

    static void text(JsonGenerator json, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    /// A block that calls a tool.
    ///
    /// @param input a JSON object as text
    static void toolUse(JsonGenerator json, ToolCall call, String input) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "tool_use");
        json.writeStringField("id", call.id());
        json.writeStringField("name", call.name());
        json.writeFieldName("input");
        ApiJson.raw(json, input);
        json.writeEndObject();
    }

    /// This API counts what came from a cache apart.
    static void usage(JsonGenerator json, TokenUsage usage) throws IOException {
        Long cached = usage.cachedTokens();
        json.writeObjectFieldStart("usage");
        json.writeNumberField("input_tokens", cached == null ? usage.inputTokens() : usage.plainInput());
        json.writeNumberField("output_tokens", usage.outputTokens());
        if (cached != null) {
            json.writeNumberField("cache_read_input_tokens", cached);
            json.writeNumberField("cache_creation_input_tokens", usage.written());
        }
        ChatJson.estimated(json, usage);
        json.writeEndObject();
    }

    static String word(FinishReason reason) {
        return switch (reason) {
            case STOP -> "end_turn";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "refusal";
        };
    }
}

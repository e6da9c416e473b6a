package io.aiplat.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.ChatPart.FinishReason;
import io.aiplat.models.ChatPart.Finished;
import io.aiplat.models.ToolCall;
import java.io.IOException;

/// The pieces whole and streamed answers have in common.
final class ChatJson {
    private ChatJson() {}

    static void usage(JsonGenerator json, Finished end) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", end.inputTokens());
        json.writeNumberField("completion_tokens", end.outputTokens());
        json.writeNumberField("total_tokens", end.inputTokens() + end.outputTokens());
        json.writeEndObject();
    }

    /// The fields of a call, inside an object that is already open.
    static void call(JsonGenerator json, ToolCall call) throws IOException {
        json.writeStringField("id", call.id());
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
    }

    static String word(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }
}

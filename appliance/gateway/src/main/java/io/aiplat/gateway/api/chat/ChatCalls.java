package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ToolCall;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// How calls are written to a client of chat completions: it has said in which of the API's three forms it knows
/// them.
///
/// @param older  whether it knows one `function_call` instead of `tool_calls`
/// @param custom the names of its tools that take one text
public record ChatCalls(boolean older, Set<String> custom) {
    /// As most clients know them.
    public static final ChatCalls USUAL = new ChatCalls(false, Set.of());

    public ChatCalls {
        custom = Set.copyOf(custom);
    }

    /// All calls of a message, inside it.
    void message(JsonGenerator json, List<ToolCall> calls) throws IOException {
        if (older) {
            json.writeObjectFieldStart("function_call");
            function(json, calls.getFirst());
            json.writeEndObject();
            if (calls.size() == 1) {
                return;
            }
        }
        json.writeArrayFieldStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            call(json, call);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// A call in a stream, inside a delta.
    ///
    /// @param index which of the message
    void delta(JsonGenerator json, ToolCall call, int index) throws IOException {
        if (older && index == 0) {
            json.writeObjectFieldStart("function_call");
            function(json, call);
            json.writeEndObject();
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        json.writeStartObject();
        json.writeNumberField("index", index);
        call(json, call);
        json.writeEndObject();
        json.writeEndArray();
    }

    String word(FinishReason reason) {
        return older && reason == FinishReason.TOOL_CALLS ? "function_call" : ChatJson.word(reason);
    }

    private void call(JsonGenerator json, ToolCall call) throws IOException {
        if (!custom.contains(call.name())) {
            ChatJson.call(json, call);
            return;
        }
        json.writeStringField("id", call.id());
        json.writeStringField("type", "custom");
        json.writeObjectFieldStart("custom");
        json.writeStringField("name", call.name());
        json.writeStringField("input", input(call));
        json.writeEndObject();
    }

    private static void function(JsonGenerator json, ToolCall call) throws IOException {
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
    }

    /// The one text; all that there is where the model has not kept to it.
    private static String input(ToolCall call) {
        String input = call.object().path("input").textValue();
        return input == null ? call.arguments() : input;
    }
}

package io.aiplat.gateway.foreign;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.surface.Json;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.Sampling;
import io.aiplat.models.ToolCall;
import io.aiplat.models.ToolDefinition;
import io.aiplat.models.Tools;
import java.io.IOException;
import java.util.List;

/// A conversation as Anthropic's messages have it: what the system says stands apart from the turns, and
/// what tools said stands in the turns of the user.
record AnthropicQuestion(ChatRequest request) {
    byte[] bytes() {
        Thinking thinking = Thinking.of(request);
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            json.writeNumberField("max_tokens", thinking.maxTokens());
            json.writeBooleanField("stream", true);
            system(json);
            messages(json);
            sampling(json, request.sampling());
            tools(json, request.tools());
            thinking.writeTo(json);
            output(json, thinking);
            json.writeEndObject();
        });
    }

    /// Wherever they stand, for there is one place for them.
    private void system(JsonGenerator json) throws IOException {
        List<ChatMessage> said = request.messages().stream()
                .filter(message ->
                        message.role().equals("system") && !message.content().isEmpty())
                .toList();
        if (said.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("system");
        for (ChatMessage message : said) {
            text(json, message.content());
        }
        json.writeEndArray();
    }

    private void messages(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messages");
        String open = "";
        for (ChatMessage message : request.messages()) {
            if (message.role().equals("system") || isEmpty(message)) {
                continue;
            }
            // The results of parallel calls have to come in one turn.
            String role = message.role().equals("assistant") ? "assistant" : "user";
            if (!role.equals(open)) {
                endTurn(json, open);
                json.writeStartObject();
                json.writeStringField("role", role);
                json.writeArrayFieldStart("content");
                open = role;
            }
            content(json, message);
        }
        endTurn(json, open);
        json.writeEndArray();
    }

    private static void endTurn(JsonGenerator json, String open) throws IOException {
        if (!open.isEmpty()) {
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /// A block of text must not be empty there, so who says nothing has no turn.
    private static boolean isEmpty(ChatMessage message) {
        return message.content().isEmpty()
                && message.images().isEmpty()
                && message.toolCalls().isEmpty()
                && message.toolCallId() == null;
    }

    private static void content(JsonGenerator json, ChatMessage message) throws IOException {
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
        shown(json, message);
        for (ToolCall call : message.toolCalls()) {
            json.writeStartObject();
            json.writeStringField("type", "tool_use");
            json.writeStringField("id", call.id());
            json.writeStringField("name", call.name());
            json.writeFieldName("input");
            Json.raw(json, Said.arguments(call));
            json.writeEndObject();
        }
    }

    /// Pictures first, as Anthropic advises.
    private static void shown(JsonGenerator json, ChatMessage message) throws IOException {
        for (String picture : message.images()) {
            json.writeStartObject();
            json.writeStringField("type", "image");
            json.writeObjectFieldStart("source");
            json.writeStringField("type", "base64");
            json.writeStringField("media_type", Said.mediaType(picture));
            json.writeStringField("data", picture);
            json.writeEndObject();
            json.writeEndObject();
        }
        if (!message.content().isEmpty()) {
            text(json, message.content());
        }
    }

    private static void text(JsonGenerator json, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    /// The default of both APIs is 1, and newer models refuse to be told two of these at once.
    private static void sampling(JsonGenerator json, Sampling sampling) throws IOException {
        Double temperature = sampling.temperature();
        if (temperature != null && temperature != 1) {
            json.writeNumberField("temperature", temperature);
        }
        Double topP = sampling.topP();
        if (topP != null && topP != 1) {
            json.writeNumberField("top_p", topP);
        }
        if (sampling.topK() != null) {
            json.writeNumberField("top_k", sampling.topK());
        }
        Said.stops(json, "stop_sequences", sampling.stop());
    }

    private static void tools(JsonGenerator json, Tools tools) throws IOException {
        if (tools.offered().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolDefinition tool : tools.offered()) {
            json.writeStartObject();
            Said.tool(json, tool, "input_schema");
            json.writeEndObject();
        }
        json.writeEndArray();
        choice(json, tools);
    }

    private static void choice(JsonGenerator json, Tools tools) throws IOException {
        if (tools.choice() instanceof Tools.Choice.Auto && tools.parallel()) {
            return;
        }
        json.writeObjectFieldStart("tool_choice");
        switch (tools.choice()) {
            case Tools.Choice.Auto _ -> json.writeStringField("type", "auto");
            case Tools.Choice.None _ -> json.writeStringField("type", "none");
            case Tools.Choice.Required _ -> json.writeStringField("type", "any");
            case Tools.Choice.Named(String name) -> {
                json.writeStringField("type", "tool");
                json.writeStringField("name", name);
            }
        }
        if (!tools.parallel() && !(tools.choice() instanceof Tools.Choice.None)) {
            json.writeBooleanField("disable_parallel_tool_use", true);
        }
        json.writeEndObject();
    }

    private void output(JsonGenerator json, Thinking thinking) throws IOException {
        String effort = thinking.effort();
        boolean bound = request.format() instanceof AnswerFormat.JsonSchema;
        if (effort == null && !bound) {
            return;
        }
        json.writeObjectFieldStart("output_config");
        if (effort != null) {
            json.writeStringField("effort", effort);
        }
        if (request.format() instanceof AnswerFormat.JsonSchema(String schema)) {
            json.writeObjectFieldStart("format");
            json.writeStringField("type", "json_schema");
            json.writeFieldName("schema");
            Json.raw(json, schema);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}

package io.aiplat.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.io.IOException;
import java.util.List;

/// Request writer of Anthropic's messages: a conversation in their form, where what the system says stands apart from
/// the turns, and what tools said stands in the turns of the user.
record AnthropicRequestWriter(ChatRequest request) {
    byte[] bytes() {
        AnthropicThinking thinking = AnthropicThinking.of(request);
        List<ChatMessage> turns = AnthropicContent.turns(request, thinking.budgeted());
        AnthropicContent content = AnthropicContent.of(request);
        return ApiJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            json.writeNumberField("max_tokens", thinking.maxTokens());
            json.writeBooleanField("stream", true);
            system(json, content);
            messages(json, turns, content);
            sampling(json, request.sampling());
            tools(json, request.tools(), content);
            thinking.writeTo(json);
            output(json, thinking);
            json.writeEndObject();
        });
    }

    /// Wherever they stand, for there is one place for them.
    private void system(JsonGenerator json, AnthropicContent content) throws IOException {
        List<ChatMessage> said = request.messages().stream()
                .filter(message ->
                        message.role().equals("system") && !message.content().isBlank())
                .toList();
        boolean bound = request.format() instanceof AnswerFormat.Json;
        if (said.isEmpty() && !bound) {
            return;
        }
        json.writeArrayFieldStart("system");
        for (ChatMessage message : said) {
            content.texts(json, message);
        }
        if (bound) {
            content.texts(json, ChatMessage.text("system", JsonObjectOnly.TOLD));
        }
        json.writeEndArray();
    }

    private static void messages(JsonGenerator json, List<ChatMessage> turns, AnthropicContent content)
            throws IOException {
        json.writeArrayFieldStart("messages");
        String open = "";
        for (ChatMessage message : turns) {
            // The results of parallel calls have to come in one turn.
            String role = message.role().equals("assistant") ? "assistant" : "user";
            if (!role.equals(open)) {
                endTurn(json, open);
                json.writeStartObject();
                json.writeStringField("role", role);
                json.writeArrayFieldStart("content");
                open = role;
            }
            content.write(json, message);
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

    /// The default of both APIs is 1, and newer models refuse to be told two of these at once.
    private static void sampling(JsonGenerator json, SamplingOptions sampling) throws IOException {
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
        ToolJson.stops(json, "stop_sequences", sampling.stop());
    }

    private static void tools(JsonGenerator json, Tools tools, AnthropicContent content) throws IOException {
        if (tools.offered().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolDefinition tool : tools.offered()) {
            json.writeStartObject();
            ToolJson.tool(json, tool, "input_schema");
            content.mark(json, tool.mark());
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

    private void output(JsonGenerator json, AnthropicThinking thinking) throws IOException {
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
            ApiJson.raw(json, schema);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}

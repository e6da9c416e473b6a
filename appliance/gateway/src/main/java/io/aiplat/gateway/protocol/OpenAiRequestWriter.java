package io.aiplat.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Request writer of OpenAI's chat completions: a conversation in their form.
///
/// @param cloud whether OpenAI's own server is asked
record OpenAiRequestWriter(ChatRequest request, boolean cloud) {
    byte[] bytes() {
        return ApiJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            json.writeBooleanField("stream", true);
            json.writeObjectFieldStart("stream_options");
            json.writeBooleanField("include_usage", true);
            json.writeEndObject();
            messages(json);
            sampling(json, request.sampling());
            tools(json, request.tools());
            format(json);
            String effort = effort(request.reasoning());
            if (effort != null) {
                json.writeStringField("reasoning_effort", effort);
            }
            json.writeEndObject();
        });
    }

    private void messages(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messages");
        List<String> pictures = new ArrayList<>();
        List<ChatMessage.Document> documents = new ArrayList<>();
        for (ChatMessage message : TurnOrder.of(request.messages())) {
            if (!message.role().equals("tool")) {
                shown(json, pictures, documents);
            }
            message(json, message);
            if (message.role().equals("tool")) {
                pictures.addAll(message.images());
                documents.addAll(message.documents());
            }
        }
        shown(json, pictures, documents);
        json.writeEndArray();
    }

    /// Tools cannot show pictures and documents in this API. These follow when all tools have answered, for nothing
    /// may stand between their answers.
    private void shown(JsonGenerator json, List<String> pictures, List<ChatMessage.Document> documents)
            throws IOException {
        if (!pictures.isEmpty() || !documents.isEmpty()) {
            message(json, new ChatMessage("user", "", pictures, List.of(), null, List.of(), documents, List.of()));
            pictures.clear();
            documents.clear();
        }
    }

    private void message(JsonGenerator json, ChatMessage message) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", message.role());
        if (message.toolCallId() != null) {
            json.writeStringField("tool_call_id", message.toolCallId());
        }
        boolean shows = !message.images().isEmpty() || !message.documents().isEmpty();
        if (shows && message.role().equals("user")) {
            parts(json, message);
        } else if (message.content().isEmpty() && !message.toolCalls().isEmpty()) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", message.content());
        }
        if (!message.toolCalls().isEmpty()) {
            // DeepSeek and Kimi want their thoughts back with the calls they led to; OpenAI knows no such field.
            if (!cloud && !message.thought().isEmpty()) {
                json.writeStringField("reasoning_content", message.thought());
            }
            calls(json, message.toolCalls());
        }
        json.writeEndObject();
    }

    private static void parts(JsonGenerator json, ChatMessage message) throws IOException {
        json.writeArrayFieldStart("content");
        if (!message.content().isEmpty()) {
            json.writeStartObject();
            json.writeStringField("type", "text");
            json.writeStringField("text", message.content());
            json.writeEndObject();
        }
        for (String picture : message.images()) {
            json.writeStartObject();
            json.writeStringField("type", "image_url");
            json.writeObjectFieldStart("image_url");
            json.writeStringField(
                    "url",
                    ToolJson.isAddress(picture)
                            ? picture
                            : "data:" + ToolJson.mediaType(picture) + ";base64," + picture);
            json.writeEndObject();
            json.writeEndObject();
        }
        for (ChatMessage.Document document : message.documents()) {
            json.writeStartObject();
            json.writeStringField("type", "file");
            json.writeObjectFieldStart("file");
            json.writeStringField("filename", document.name().isEmpty() ? "document.pdf" : document.name());
            json.writeStringField("file_data", "data:application/pdf;base64," + document.base64());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void calls(JsonGenerator json, List<ToolCall> calls) throws IOException {
        json.writeArrayFieldStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            json.writeStringField("id", call.id());
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.name());
            json.writeStringField("arguments", ToolJson.arguments(call));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void sampling(JsonGenerator json, SamplingOptions sampling) throws IOException {
        if (sampling.maxTokens() != null) {
            // Not every compatible server knows the newer name; some pass over it without a word.
            json.writeNumberField(cloud ? "max_completion_tokens" : "max_tokens", sampling.maxTokens());
        }
        if (sampling.temperature() != null) {
            json.writeNumberField("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            json.writeNumberField("top_p", sampling.topP());
        }
        if (sampling.topK() != null) {
            json.writeNumberField("top_k", sampling.topK());
        }
        if (sampling.frequencyPenalty() != null) {
            json.writeNumberField("frequency_penalty", sampling.frequencyPenalty());
        }
        if (sampling.presencePenalty() != null) {
            json.writeNumberField("presence_penalty", sampling.presencePenalty());
        }
        ToolJson.stops(json, "stop", sampling.stop());
    }

    private static void tools(JsonGenerator json, Tools tools) throws IOException {
        if (tools.offered().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolDefinition tool : tools.offered()) {
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            ToolJson.tool(json, tool, "parameters");
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        switch (tools.choice()) {
            case Tools.Choice.Auto _ -> {}
            case Tools.Choice.None _ -> json.writeStringField("tool_choice", "none");
            case Tools.Choice.Required _ -> json.writeStringField("tool_choice", "required");
            case Tools.Choice.Named(String name) -> {
                json.writeObjectFieldStart("tool_choice");
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", name);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
        if (!tools.parallel()) {
            json.writeBooleanField("parallel_tool_calls", false);
        }
    }

    private void format(JsonGenerator json) throws IOException {
        switch (request.format()) {
            case AnswerFormat.Text _ -> {}
            case AnswerFormat.Json _ -> {
                json.writeObjectFieldStart("response_format");
                json.writeStringField("type", "json_object");
                json.writeEndObject();
            }
            case AnswerFormat.JsonSchema(String schema) -> {
                json.writeObjectFieldStart("response_format");
                json.writeStringField("type", "json_schema");
                json.writeObjectFieldStart("json_schema");
                json.writeStringField("name", "answer");
                // A schema always binds where it was asked for.
                json.writeBooleanField("strict", true);
                json.writeFieldName("schema");
                ApiJson.raw(json, schema);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    /// Most models do not think and refuse to be told how much, so only a degree is said. Who asks an
    /// Anthropic model for no thoughts says nothing at all, and nothing is what a server here is told of it.
    private static @Nullable String effort(@Nullable ReasoningEffort reasoning) {
        return switch (reasoning) {
            case null -> null;
            case OFF, ON -> null;
            case MINIMAL -> "minimal";
            case LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
        };
    }
}

package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.api.chat.ChatJson;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.CollectedText;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Response encoder of OpenAI's responses.
///
/// @param asked the request, parts of which an answer repeats
/// @param tools what a model was offered, and what the calls of it are for the client
record ResponsesEncoder(RequestFields asked, ResponseTools tools) implements ResponseEncoder {
    private static final String NULL = "null";

    /// How a response stands.
    ///
    /// @param word   of the API
    /// @param reason why it is not complete; null if it is, or is not yet
    /// @param error  what failed; null for nothing
    record Status(
            String word, @Nullable String reason, @Nullable ApiError error) {
        static final Status IN_PROGRESS = new Status("in_progress", null, null);

        static Status of(FinishReason reason) {
            return switch (reason) {
                case STOP, TOOL_CALLS -> new Status("completed", null, null);
                case LENGTH -> new Status("incomplete", "max_output_tokens", null);
                case CONTENT_FILTER -> new Status("incomplete", "content_filter", null);
            };
        }

        static Status failed(ApiError error) {
            return new Status("failed", null, error);
        }
    }

    @Override
    public void whole(JsonGenerator json, ResponseMetadata head, List<CollectedText> answers) throws IOException {
        CollectedText answer = answers.getFirst();
        write(json, head, Status.of(answer.reason()), ResponseItem.of(answer, tools), answer.usage());
    }

    @Override
    public Events events(JsonGenerator json, ResponseMetadata head) {
        return new ResponseEvents(json, head, this, 0);
    }

    /// Writes one as it stands.
    ///
    /// @param usage null while it is not known
    void write(
            JsonGenerator json,
            ResponseMetadata head,
            Status status,
            List<ResponseItem> items,
            @Nullable TokenUsage usage)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", head.id());
        json.writeStringField("object", "response");
        json.writeNumberField("created_at", head.created());
        if (status.word().equals("completed")) {
            json.writeNumberField("completed_at", Math.max(head.created(), System.currentTimeMillis() / 1000));
        } else {
            json.writeNullField("completed_at");
        }
        json.writeStringField("status", status.word());
        json.writeStringField("model", head.model());
        error(json, status.error());
        incomplete(json, status.reason());
        json.writeArrayFieldStart("output");
        int index = 0;
        for (ResponseItem item : items) {
            boolean isLast = index == items.size() - 1;
            item.writeTo(
                    json,
                    head.part(item.kind(), index++),
                    isLast && status.word().equals("incomplete") ? "incomplete" : "completed");
        }
        json.writeEndArray();
        echo(json);
        usage(json, usage);
        json.writeEndObject();
    }

    private static void error(JsonGenerator json, @Nullable ApiError error) throws IOException {
        if (error == null) {
            json.writeNullField("error");
            return;
        }
        json.writeObjectFieldStart("error");
        json.writeStringField("code", error.status() == 429 ? "rate_limit_exceeded" : "server_error");
        json.writeStringField("message", error.message());
        json.writeEndObject();
    }

    private static void incomplete(JsonGenerator json, @Nullable String reason) throws IOException {
        if (reason == null) {
            json.writeNullField("incomplete_details");
            return;
        }
        json.writeObjectFieldStart("incomplete_details");
        json.writeStringField("reason", reason);
        json.writeEndObject();
    }

    /// What the client asked, and what was not done for it.
    private void echo(JsonGenerator json) throws IOException {
        echo(json, "instructions", NULL);
        echo(json, "max_output_tokens", NULL);
        echo(json, "max_tool_calls", NULL);
        echo(json, "metadata", "{}");
        echo(json, "parallel_tool_calls", "true");
        RequestFields reasoning = asked.object("reasoning");
        json.writeObjectFieldStart("reasoning");
        echo(json, reasoning, "effort", NULL);
        echo(json, reasoning, "summary", NULL);
        json.writeEndObject();
        echo(json, "temperature", "1.0");
        echo(json, "top_p", "1.0");
        echo(json, "presence_penalty", "0.0");
        echo(json, "frequency_penalty", "0.0");
        json.writeObjectFieldStart("text");
        echo(json, asked.object("text"), "format", "{\"type\":\"text\"}");
        json.writeEndObject();
        echo(json, "tool_choice", "\"auto\"");
        json.writeArrayFieldStart("tools");
        for (RequestFields tool : tools.shown()) {
            ApiJson.raw(json, tool.toJson(ResponsesEncoder::lax));
        }
        json.writeEndArray();
        echo(json, "top_logprobs", "0");
        echo(json, "user", NULL);
        echo(json, "safety_identifier", NULL);
        echo(json, "prompt_cache_key", NULL);
        json.writeStringField("service_tier", "default");
        json.writeBooleanField("background", false);
        json.writeNullField("previous_response_id");
        json.writeBooleanField("store", false);
        json.writeStringField("truncation", "disabled");
    }

    /// A tool whose arguments nothing binds to their schema.
    private static ObjectNode lax(ObjectNode tool) {
        if (!"function".equals(tool.path("type").textValue())) {
            return tool;
        }
        for (String required : List.of("description", "parameters")) {
            if (!tool.has(required)) {
                tool.putNull(required);
            }
        }
        return tool.set("strict", BooleanNode.FALSE);
    }

    private void echo(JsonGenerator json, String name, String usual) throws IOException {
        echo(json, asked, name, usual);
    }

    private static void echo(JsonGenerator json, @Nullable RequestFields from, String name, String usual)
            throws IOException {
        JsonNode value = from == null ? null : from.any(name);
        json.writeFieldName(name);
        ApiJson.raw(json, value == null ? usual : value.toString());
    }

    /// This API has no way to leave the details out.
    static void usage(JsonGenerator json, @Nullable TokenUsage usage) throws IOException {
        if (usage == null) {
            json.writeNullField("usage");
            return;
        }
        json.writeObjectFieldStart("usage");
        json.writeNumberField("input_tokens", usage.inputTokens());
        json.writeObjectFieldStart("input_tokens_details");
        json.writeNumberField("cached_tokens", usage.cached());
        json.writeNumberField("cache_write_tokens", usage.written());
        json.writeEndObject();
        json.writeNumberField("output_tokens", usage.outputTokens());
        ChatJson.detail(json, "output_tokens_details", "reasoning_tokens", usage.reasoning());
        json.writeNumberField("total_tokens", usage.totalTokens());
        ChatJson.estimated(json, usage);
        json.writeEndObject();
    }
}

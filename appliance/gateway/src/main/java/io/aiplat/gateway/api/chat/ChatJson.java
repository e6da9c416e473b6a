package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The pieces that OpenAI's answers have in common, whole and streamed.
public final class ChatJson {
    private ChatJson() {}

    /// Writes the field `usage` into an object that is open; details that are not known are left out.
    public static void usage(JsonGenerator json, TokenUsage usage) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", usage.inputTokens());
        json.writeNumberField("completion_tokens", usage.outputTokens());
        json.writeNumberField("total_tokens", usage.totalTokens());
        Long cached = usage.cachedTokens();
        if (cached != null) {
            detail(json, "prompt_tokens_details", "cached_tokens", cached);
        }
        Long reasoning = usage.reasoningTokens();
        if (reasoning != null) {
            detail(json, "completion_tokens_details", "reasoning_tokens", reasoning);
        }
        estimated(json, usage);
        json.writeEndObject();
    }

    /// Writes an object with one number in it as a field of one that is open.
    public static void detail(JsonGenerator json, String object, String name, long tokens) throws IOException {
        json.writeObjectFieldStart(object);
        json.writeNumberField(name, tokens);
        json.writeEndObject();
    }

    /// Marks counts that are a guess.
    public static void estimated(JsonGenerator json, TokenUsage usage) throws IOException {
        if (usage.estimated()) {
            json.writeBooleanField("estimated", true);
        }
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

    /// The field of a choice that tells how likely its tokens were.
    ///
    /// @param wanted whether the client asked
    static void logprobs(JsonGenerator json, boolean wanted, List<TokenLogprob> tokens) throws IOException {
        if (!wanted) {
            json.writeNullField("logprobs");
            return;
        }
        json.writeObjectFieldStart("logprobs");
        json.writeArrayFieldStart("content");
        for (TokenLogprob token : tokens) {
            token(json, token, true);
        }
        json.writeEndArray();
        json.writeNullField("refusal");
        json.writeEndObject();
    }

    /// One token and what else it might have been.
    public static void token(JsonGenerator json, TokenLogprob token, boolean withTop) throws IOException {
        json.writeStartObject();
        json.writeStringField("token", token.token());
        json.writeNumberField("logprob", token.logprob());
        json.writeArrayFieldStart("bytes");
        for (byte b : token.token().getBytes(StandardCharsets.UTF_8)) {
            json.writeNumber(b & 0xFF);
        }
        json.writeEndArray();
        if (withTop) {
            json.writeArrayFieldStart("top_logprobs");
            for (TokenLogprob other : token.top()) {
                token(json, other, false);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /// Why an answer ended, as the field `finish_reason` has it.
    public static String word(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }

    /// The end of a stream.
    ///
    /// @param kind         of its chunks
    /// @param includeUsage whether the client asked for the count
    public static void end(
            JsonGenerator json, ResponseMetadata head, String kind, boolean includeUsage, TokenUsage usage)
            throws IOException {
        if (includeUsage) {
            json.writeRaw("data: ");
            head.writeTo(json, kind);
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            usage(json, usage);
            json.writeEndObject();
            json.writeRaw("\n\n");
        }
        json.writeRaw("data: [DONE]\n\n");
    }
}

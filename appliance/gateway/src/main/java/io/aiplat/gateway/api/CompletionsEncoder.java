package io.aiplat.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.chat.ChatJson;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.CollectedText;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Response encoder of OpenAI's completions of a plain text.
///
/// @param includesUsage whether a stream ends with the token counts
/// @param logprobs      whether the client wants to know how likely tokens were
/// @param echoed        what stands before each text, as the client asked; empty for nothing
record CompletionsEncoder(boolean includesUsage, boolean logprobs, List<String> echoed) implements ResponseEncoder {
    private static final String KIND = "text_completion";

    CompletionsEncoder {
        echoed = List.copyOf(echoed);
    }

    @Override
    public void whole(JsonGenerator json, ResponseMetadata head, List<CollectedText> answers) throws IOException {
        head.writeTo(json, KIND);
        json.writeArrayFieldStart("choices");
        int index = 0;
        for (CollectedText answer : answers) {
            String text = echoed.get(index) + answer.text();
            choice(json, index++, text, answer.logprobs(), 0, answer.reason());
        }
        json.writeEndArray();
        ChatJson.usage(json, CollectedText.usageOf(answers));
        json.writeEndObject();
    }

    private void choice(
            JsonGenerator json,
            int index,
            String text,
            List<TokenLogprob> tokens,
            int offset,
            @Nullable FinishReason reason)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeStringField("text", text);
        if (logprobs) {
            logprobs(json, tokens, offset);
        } else {
            json.writeNullField("logprobs");
        }
        json.writeStringField("finish_reason", reason == null ? null : ChatJson.word(reason));
        json.writeEndObject();
    }

    /// Four arrays side by side, in the form of this older API.
    private static void logprobs(JsonGenerator json, List<TokenLogprob> tokens, int begin) throws IOException {
        json.writeObjectFieldStart("logprobs");
        json.writeArrayFieldStart("tokens");
        for (TokenLogprob token : tokens) {
            json.writeString(token.token());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("token_logprobs");
        for (TokenLogprob token : tokens) {
            json.writeNumber(token.logprob());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("top_logprobs");
        for (TokenLogprob token : tokens) {
            json.writeStartObject();
            Set<String> named = new HashSet<>();
            for (TokenLogprob other : token.top()) {
                // Tokens that end within a character look alike; the likeliest stands for them.
                if (named.add(other.token())) {
                    json.writeNumberField(other.token(), other.logprob());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("text_offset");
        int offset = begin;
        for (TokenLogprob token : tokens) {
            json.writeNumber(offset);
            offset += token.token().length();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public Events events(JsonGenerator json, ResponseMetadata head) {
        return new Chunks(json, head);
    }

    /// Streams them.
    private final class Chunks implements Events {
        private final JsonGenerator json;
        private final ResponseMetadata head;
        private int begun;
        private int offset;

        Chunks(JsonGenerator json, ResponseMetadata head) {
            this.json = json;
            this.head = head;
        }

        @Override
        public void begin() throws IOException {
            // The first chunk is the first text.
        }

        @Override
        public void part(int choice, ChatDelta part) throws IOException {
            if (choice >= begun) {
                begun = choice + 1;
                offset = 0;
                if (!echoed.get(choice).isEmpty()) {
                    chunk(choice, echoed.get(choice), List.of(), null);
                }
            }
            switch (part) {
                case ChatDelta.Text more -> chunk(choice, more.text(), more.logprobs(), null);
                case ChatDelta.Finished end -> chunk(choice, "", List.of(), end.reason());
                // A text that is continued as it stands has neither.
                case ChatDelta.Reasoning _, ChatDelta.Call _ -> {}
            }
        }

        private void chunk(int choice, String text, List<TokenLogprob> tokens, @Nullable FinishReason reason)
                throws IOException {
            json.writeRaw("data: ");
            head.writeTo(json, KIND);
            json.writeArrayFieldStart("choices");
            choice(json, choice, text, tokens, offset, reason);
            offset += text.length();
            json.writeEndArray();
            if (includesUsage) {
                json.writeNullField("usage");
            }
            json.writeEndObject();
            json.writeRaw("\n\n");
        }

        @Override
        public void end(TokenUsage usage) throws IOException {
            ChatJson.end(json, head, KIND, includesUsage, usage);
        }

        @Override
        public void error(ApiError error, String requestId) throws IOException {
            ErrorFormat.OPENAI.event(json, error, requestId);
        }
    }
}

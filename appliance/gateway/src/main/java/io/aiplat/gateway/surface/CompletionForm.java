package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatPart.FinishReason;
import io.aiplat.models.ChatPart.TokenLogprob;
import io.aiplat.models.Usage;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes completions of a plain text.
///
/// @param includesUsage whether a stream ends with the token counts
/// @param logprobs      whether the client wants to know how likely tokens were
/// @param echoed        what stands before each text, as the client asked; empty for nothing
record CompletionForm(boolean includesUsage, boolean logprobs, List<String> echoed) implements Form {
    private static final String KIND = "text_completion";

    CompletionForm {
        echoed = List.copyOf(echoed);
    }

    @Override
    public void whole(JsonGenerator json, AnswerHead head, List<WholeAnswer> answers) throws IOException {
        head.writeTo(json, KIND);
        json.writeArrayFieldStart("choices");
        int index = 0;
        for (WholeAnswer answer : answers) {
            String text = echoed.get(index) + answer.text();
            choice(json, index++, text, answer.logprobs(), 0, answer.reason());
        }
        json.writeEndArray();
        ChatJson.usage(json, Spent.by(answers));
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
    public Events events(JsonGenerator json, AnswerHead head) {
        return new Chunks(json, head);
    }

    /// Streams them.
    private final class Chunks implements Events {
        private final JsonGenerator json;
        private final AnswerHead head;
        private int begun;
        private int offset;

        Chunks(JsonGenerator json, AnswerHead head) {
            this.json = json;
            this.head = head;
        }

        @Override
        public void begin() throws IOException {
            // The first chunk is the first text.
        }

        @Override
        public void part(int choice, ChatPart part) throws IOException {
            if (choice >= begun) {
                begun = choice + 1;
                offset = 0;
                if (!echoed.get(choice).isEmpty()) {
                    chunk(choice, echoed.get(choice), List.of(), null);
                }
            }
            switch (part) {
                case ChatPart.Text more -> chunk(choice, more.text(), more.logprobs(), null);
                case ChatPart.Finished end -> chunk(choice, "", List.of(), end.reason());
                // A text that is continued as it stands has neither.
                case ChatPart.Reasoning _, ChatPart.Call _ -> {}
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
        public void end(Usage usage) throws IOException {
            ChatJson.end(json, head, KIND, includesUsage, usage);
        }

        @Override
        public void error(ApiError error, String requestId) throws IOException {
            Envelope.OPENAI.event(json, error, requestId);
        }
    }
}

package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Streams chat completions: a chunk for each part, the role before the first of each choice.
final class ChatEvents implements Events {
    private final JsonGenerator json;
    private static final String CHUNK = "chat.completion.chunk";

    private final ResponseMetadata head;
    private final ChatEncoder form;
    private int begun;
    private int calls;

    ChatEvents(JsonGenerator json, ResponseMetadata head, ChatEncoder form) {
        this.json = json;
        this.head = head;
        this.form = form;
    }

    @Override
    public void begin() throws IOException {
        role(0);
    }

    @Override
    public void part(int choice, ChatDelta part) throws IOException {
        if (choice >= begun) {
            role(choice);
        }
        switch (part) {
            case ChatDelta.Text more ->
                chunk(choice, () -> json.writeStringField("content", more.text()), more.logprobs(), null);
            case ChatDelta.Reasoning more ->
                chunk(choice, () -> json.writeStringField("reasoning_content", more.text()), List.of(), null);
            case ChatDelta.Call call ->
                chunk(choice, () -> form.calls().delta(json, call.call(), calls++), List.of(), null);
            case ChatDelta.Finished end ->
                chunk(choice, () -> {}, List.of(), form.calls().word(end.reason()));
        }
    }

    private void role(int choice) throws IOException {
        begun = choice + 1;
        calls = 0;
        chunk(
                choice,
                () -> {
                    json.writeStringField("role", "assistant");
                    json.writeStringField("content", "");
                },
                List.of(),
                null);
    }

    @Override
    public void end(TokenUsage usage) throws IOException {
        ChatJson.end(json, head, CHUNK, form.includesUsage(), usage);
    }

    @Override
    public void error(ApiError error, String requestId) throws IOException {
        ErrorFormat.OPENAI.event(json, error, requestId);
    }

    private void chunk(int choice, Fragment delta, List<TokenLogprob> logprobs, @Nullable String reason)
            throws IOException {
        json.writeRaw("data: ");
        head.writeTo(json, CHUNK);
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", choice);
        json.writeObjectFieldStart("delta");
        delta.write();
        json.writeEndObject();
        ChatJson.logprobs(json, !logprobs.isEmpty(), logprobs);
        json.writeStringField("finish_reason", reason);
        json.writeEndObject();
        json.writeEndArray();
        if (form.includesUsage()) {
            json.writeNullField("usage");
        }
        json.writeEndObject();
        json.writeRaw("\n\n");
    }

    /// Writes a piece of JSON.
    @FunctionalInterface
    private interface Fragment {
        void write() throws IOException;
    }
}

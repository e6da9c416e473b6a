package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.CollectedText;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import java.io.IOException;
import java.util.List;

/// Response encoder of OpenAI's chat completions.
///
/// @param includesUsage whether a stream ends with the token counts
/// @param logprobs      whether the client wants to know how likely tokens were
/// @param calls         how it knows calls of tools
public record ChatEncoder(boolean includesUsage, boolean logprobs, ChatCalls calls) implements ResponseEncoder {
    @Override
    public void whole(JsonGenerator json, ResponseMetadata head, List<CollectedText> answers) throws IOException {
        head.writeTo(json, "chat.completion");
        json.writeArrayFieldStart("choices");
        int index = 0;
        for (CollectedText answer : answers) {
            json.writeStartObject();
            json.writeNumberField("index", index++);
            message(json, answer);
            ChatJson.logprobs(json, logprobs, answer.logprobs());
            json.writeStringField("finish_reason", calls.word(answer.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
        ChatJson.usage(json, CollectedText.usageOf(answers));
        json.writeEndObject();
    }

    private void message(JsonGenerator json, CollectedText answer) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        if (answer.text().isEmpty() && !answer.calls().isEmpty()) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", answer.text());
        }
        if (!answer.reasoning().isEmpty()) {
            json.writeStringField("reasoning_content", answer.reasoning());
        }
        json.writeNullField("refusal");
        if (!answer.calls().isEmpty()) {
            calls.message(json, answer.calls());
        }
        json.writeEndObject();
    }

    @Override
    public Events events(JsonGenerator json, ResponseMetadata head) {
        return new ChatEvents(json, head, this);
    }
}

package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// Writes chat completions.
///
/// @param includesUsage whether a stream ends with the token counts
/// @param logprobs      whether the client wants to know how likely tokens were
/// @param calls         how it knows calls of tools
record ChatForm(boolean includesUsage, boolean logprobs, ChatCalls calls) implements Form {
    @Override
    public void whole(JsonGenerator json, AnswerHead head, List<WholeAnswer> answers) throws IOException {
        head.writeTo(json, "chat.completion");
        json.writeArrayFieldStart("choices");
        int index = 0;
        for (WholeAnswer answer : answers) {
            json.writeStartObject();
            json.writeNumberField("index", index++);
            message(json, answer);
            ChatJson.logprobs(json, logprobs, answer.logprobs());
            json.writeStringField("finish_reason", calls.word(answer.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
        ChatJson.usage(json, Spent.by(answers));
        json.writeEndObject();
    }

    private void message(JsonGenerator json, WholeAnswer answer) throws IOException {
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
    public Events events(JsonGenerator json, AnswerHead head) {
        return new ChatEvents(json, head, this);
    }
}

package io.aiplat.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatSink;
import io.aiplat.models.ToolCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Collects the parts of an answer that is sent in one piece.
final class WholeAnswer implements ChatSink {
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private ChatPart.@Nullable Finished end;

    @Override
    public void accept(ChatPart part) {
        switch (part) {
            case ChatPart.Text more -> text.append(more.text());
            // No request here asks a model to think.
            case ChatPart.Reasoning _ -> {}
            case ChatPart.Call call -> calls.add(call.call());
            case ChatPart.Finished finished -> end = finished;
        }
    }

    /// Whether the last part came.
    boolean isFinished() {
        return end != null;
    }

    /// Writes it, when it is finished.
    void writeTo(JsonGenerator json, AnswerHead head) throws IOException {
        ChatPart.Finished finished = Objects.requireNonNull(end, "not finished");
        head.writeTo(json, "chat.completion");
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        message(json);
        json.writeNullField("logprobs");
        json.writeStringField("finish_reason", ChatJson.word(finished.reason()));
        json.writeEndObject();
        json.writeEndArray();
        ChatJson.usage(json, finished);
        json.writeEndObject();
    }

    private void message(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        if (text.isEmpty() && !calls.isEmpty()) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", text.toString());
        }
        json.writeNullField("refusal");
        if (!calls.isEmpty()) {
            json.writeArrayFieldStart("tool_calls");
            for (ToolCall call : calls) {
                json.writeStartObject();
                ChatJson.call(json, call);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}

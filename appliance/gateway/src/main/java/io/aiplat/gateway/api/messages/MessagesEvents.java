package io.aiplat.gateway.api.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;

/// Streams Anthropic's messages: blocks one after the other, each begun, filled and ended.
final class MessagesEvents implements Events {
    private final JsonGenerator json;
    private final ResponseMetadata head;
    private final int estimate;
    private Open open = Open.NOTHING;
    private int index = -1;
    private FinishReason reason = FinishReason.STOP;

    /// The block that is being filled.
    private enum Open {
        NOTHING,
        TEXT,
        THINKING
    }

    /// @param estimate tokens of the prompt, about
    MessagesEvents(JsonGenerator json, ResponseMetadata head, int estimate) {
        this.json = json;
        this.head = head;
        this.estimate = estimate;
    }

    @Override
    public void begin() throws IOException {
        event("message_start", () -> {
            json.writeFieldName("message");
            MessagesEncoder.begin(json, head);
            json.writeArrayFieldStart("content");
            json.writeEndArray();
            json.writeNullField("stop_reason");
            json.writeNullField("stop_sequence");
            // What the prompt cost is known at the end and told there. Clients show how full the context is by this.
            MessagesEncoder.usage(json, TokenUsage.estimate(estimate, 0));
            json.writeEndObject();
        });
    }

    @Override
    public void part(int choice, ChatDelta part) throws IOException {
        switch (part) {
            case ChatDelta.Text more -> {
                begin(Open.TEXT);
                delta("text_delta", "text", more.text());
            }
            case ChatDelta.Reasoning more -> {
                begin(Open.THINKING);
                delta("thinking_delta", "thinking", more.text());
            }
            case ChatDelta.Call call -> call(call.call());
            case ChatDelta.Finished end -> {
                endBlock();
                reason = end.reason();
            }
        }
    }

    private void begin(Open wanted) throws IOException {
        if (open == wanted) {
            return;
        }
        endBlock();
        open = wanted;
        beginBlock(() -> {
            if (wanted == Open.THINKING) {
                MessagesEncoder.thinking(json, "");
            } else {
                MessagesEncoder.text(json, "");
            }
        });
    }

    private void call(ToolCall call) throws IOException {
        endBlock();
        beginBlock(() -> MessagesEncoder.toolUse(json, call, "{}"));
        delta("input_json_delta", "partial_json", call.arguments());
        stopBlock();
    }

    private void beginBlock(Fragment block) throws IOException {
        index++;
        event("content_block_start", () -> {
            json.writeNumberField("index", index);
            json.writeFieldName("content_block");
            block.write();
        });
    }

    private void endBlock() throws IOException {
        if (open != Open.NOTHING) {
            open = Open.NOTHING;
            stopBlock();
        }
    }

    private void stopBlock() throws IOException {
        event("content_block_stop", () -> json.writeNumberField("index", index));
    }

    private void delta(String type, String field, String text) throws IOException {
        event("content_block_delta", () -> {
            json.writeNumberField("index", index);
            json.writeObjectFieldStart("delta");
            json.writeStringField("type", type);
            json.writeStringField(field, text);
            json.writeEndObject();
        });
    }

    @Override
    public void end(TokenUsage usage) throws IOException {
        event("message_delta", () -> {
            json.writeObjectFieldStart("delta");
            json.writeStringField("stop_reason", MessagesEncoder.word(reason));
            json.writeNullField("stop_sequence");
            json.writeEndObject();
            MessagesEncoder.usage(json, usage);
        });
        event("message_stop", () -> {});
    }

    @Override
    public void error(ApiError error, String requestId) throws IOException {
        ErrorFormat.ANTHROPIC.event(json, error, requestId);
    }

    private void event(String type, Fragment content) throws IOException {
        json.writeRaw("event: ");
        json.writeRaw(type);
        json.writeRaw("\ndata: ");
        json.writeStartObject();
        json.writeStringField("type", type);
        content.write();
        json.writeEndObject();
        json.writeRaw("\n\n");
    }

    /// Writes a piece of JSON.
    @FunctionalInterface
    private interface Fragment {
        void write() throws IOException;
    }
}

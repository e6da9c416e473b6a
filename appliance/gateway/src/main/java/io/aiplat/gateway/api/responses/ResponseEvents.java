package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Streams responses: items one after the other, each added, filled and done, all events numbered.
final class ResponseEvents implements Events {
    private final JsonGenerator json;
    private final ResponseMetadata head;
    private final ResponsesEncoder form;
    private final List<ResponseItem> items = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private Open open = Open.NOTHING;
    private FinishReason reason = FinishReason.STOP;
    private long sequence;

    /// The item that is being filled.
    private enum Open {
        NOTHING,
        MESSAGE,
        REASONING
    }

    /// @param sequence the number of the first event
    ResponseEvents(JsonGenerator json, ResponseMetadata head, ResponsesEncoder form, long sequence) {
        this.json = json;
        this.head = head;
        this.form = form;
        this.sequence = sequence;
    }

    @Override
    public void begin() throws IOException {
        response("response.created", ResponsesEncoder.Status.IN_PROGRESS, null);
        response("response.in_progress", ResponsesEncoder.Status.IN_PROGRESS, null);
    }

    @Override
    public void part(int choice, ChatDelta part) throws IOException {
        switch (part) {
            case ChatDelta.Text more -> {
                open(Open.MESSAGE);
                text.append(more.text());
                logprobs.addAll(more.logprobs());
                piece("response.output_text.delta", () -> {
                    json.writeStringField("delta", more.text());
                    ResponseItem.OutputMessage.logprobs(json, more.logprobs());
                });
            }
            case ChatDelta.Reasoning more -> {
                open(Open.REASONING);
                text.append(more.text());
                piece("response.reasoning_text.delta", () -> json.writeStringField("delta", more.text()));
            }
            case ChatDelta.Call call -> call(call.call());
            case ChatDelta.Finished end -> {
                reason = end.reason();
                if (items.isEmpty() && open == Open.NOTHING) {
                    // An answer of nothing is an answer all the same.
                    open(Open.MESSAGE);
                }
                done();
            }
        }
    }

    private void open(Open wanted) throws IOException {
        if (open == wanted) {
            return;
        }
        done();
        open = wanted;
        ResponseItem empty = filled();
        item("response.output_item.added", empty, "in_progress");
        piece("response.content_part.added", () -> {
            json.writeFieldName("part");
            writePart();
        });
    }

    /// Ends the open item, if there is one.
    private void done() throws IOException {
        if (open == Open.NOTHING) {
            return;
        }
        boolean isMessage = open == Open.MESSAGE;
        piece(isMessage ? "response.output_text.done" : "response.reasoning_text.done", () -> {
            json.writeStringField("text", text.toString());
            if (isMessage) {
                ResponseItem.OutputMessage.logprobs(json, logprobs);
            }
        });
        piece("response.content_part.done", () -> {
            json.writeFieldName("part");
            writePart();
        });
        ResponseItem whole = filled();
        item("response.output_item.done", whole, statusOfLast());
        items.add(whole);
        open = Open.NOTHING;
        text.setLength(0);
        logprobs.clear();
    }

    private String statusOfLast() {
        return ResponsesEncoder.Status.of(reason).word();
    }

    private ResponseItem filled() {
        return open == Open.MESSAGE
                ? new ResponseItem.OutputMessage(text.toString(), logprobs)
                : new ResponseItem.ReasoningItem(text.toString());
    }

    private void writePart() throws IOException {
        if (open == Open.MESSAGE) {
            ResponseItem.OutputMessage.part(json, text.toString(), logprobs);
        } else {
            ResponseItem.ReasoningItem.part(json, text.toString());
        }
    }

    private void call(ToolCall call) throws IOException {
        done();
        ResponseItem item = form.tools().item(call);
        item("response.output_item.added", item, "in_progress");
        switch (item) {
            case ResponseItem.FunctionCall called -> {
                ofCall("response.function_call_arguments.delta", item, "delta", called.arguments());
                ofItem("response.function_call_arguments.done", item.kind(), () -> {
                    json.writeStringField("name", called.name());
                    json.writeStringField("arguments", called.arguments());
                });
            }
            case ResponseItem.CustomToolCall called -> {
                ofCall("response.custom_tool_call_input.delta", item, "delta", called.input());
                ofCall("response.custom_tool_call_input.done", item, "input", called.input());
            }
            // These have no events of their own.
            case ResponseItem.BuiltinToolCall _, ResponseItem.OutputMessage _, ResponseItem.ReasoningItem _ -> {}
        }
        item("response.output_item.done", item, "completed");
        items.add(item);
    }

    private void ofCall(String type, ResponseItem item, String name, String value) throws IOException {
        ofItem(type, item.kind(), () -> json.writeStringField(name, value));
    }

    @Override
    public void end(TokenUsage usage) throws IOException {
        ResponsesEncoder.Status status = ResponsesEncoder.Status.of(reason);
        response("response." + status.word(), status, usage);
    }

    @Override
    public void error(ApiError error, String requestId) throws IOException {
        event("error", () -> {
            json.writeStringField("code", error.code());
            json.writeStringField("message", error.message());
            json.writeStringField("param", error.param());
        });
        response("response.failed", ResponsesEncoder.Status.failed(error), null);
    }

    private void response(String type, ResponsesEncoder.Status status, @Nullable TokenUsage usage) throws IOException {
        event(type, () -> {
            json.writeFieldName("response");
            form.write(json, head, status, items, usage);
        });
    }

    private void item(String type, ResponseItem item, String status) throws IOException {
        event(type, () -> {
            json.writeNumberField("output_index", items.size());
            json.writeFieldName("item");
            item.writeTo(json, head.part(item.kind(), items.size()), status);
        });
    }

    /// An event of the one part of the open item.
    private void piece(String type, Fragment content) throws IOException {
        String kind = open == Open.MESSAGE ? ResponseItem.OutputMessage.KIND : ResponseItem.ReasoningItem.KIND;
        ofItem(type, kind, () -> {
            json.writeNumberField("content_index", 0);
            content.write();
        });
    }

    private void ofItem(String type, String kind, Fragment content) throws IOException {
        event(type, () -> {
            json.writeStringField("item_id", head.part(kind, items.size()));
            json.writeNumberField("output_index", items.size());
            content.write();
        });
    }

    private void event(String type, Fragment content) throws IOException {
        json.writeRaw("event: ");
        json.writeRaw(type);
        json.writeRaw("\ndata: ");
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeNumberField("sequence_number", sequence++);
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

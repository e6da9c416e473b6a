package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.api.chat.ChatJson;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.CollectedText;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ToolCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One item of a response's output.
sealed interface ResponseItem {
    /// What names of such items begin with.
    String kind();

    /// Writes it.
    ///
    /// @param status `in_progress`, `completed` or `incomplete`
    void writeTo(JsonGenerator json, String id, String status) throws IOException;

    /// The items of an answer, in order.
    static List<ResponseItem> of(CollectedText answer, ResponseTools tools) {
        List<ResponseItem> items = new ArrayList<>();
        if (!answer.reasoning().isEmpty()) {
            items.add(new ReasoningItem(answer.reasoning()));
        }
        if (!answer.text().isEmpty() || answer.calls().isEmpty()) {
            items.add(new OutputMessage(answer.text(), answer.logprobs()));
        }
        answer.calls().forEach(call -> items.add(tools.item(call)));
        return items;
    }

    private static void begin(JsonGenerator json, String type, String id, String status) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("type", type);
        json.writeStringField("status", status);
    }

    /// What the model thought.
    record ReasoningItem(String text) implements ResponseItem {
        static final String KIND = "rs_";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public void writeTo(JsonGenerator json, String id, String status) throws IOException {
            begin(json, "reasoning", id, status);
            json.writeArrayFieldStart("summary");
            json.writeEndArray();
            json.writeArrayFieldStart("content");
            if (!text.isEmpty()) {
                part(json, text);
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        /// Its one part.
        static void part(JsonGenerator json, String text) throws IOException {
            json.writeStartObject();
            json.writeStringField("type", "reasoning_text");
            json.writeStringField("text", text);
            json.writeEndObject();
        }
    }

    /// What the model said.
    record OutputMessage(String text, List<TokenLogprob> logprobs) implements ResponseItem {
        static final String KIND = "msg_";

        public OutputMessage {
            logprobs = List.copyOf(logprobs);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public void writeTo(JsonGenerator json, String id, String status) throws IOException {
            begin(json, "message", id, status);
            json.writeStringField("role", "assistant");
            json.writeArrayFieldStart("content");
            if (!status.equals("in_progress")) {
                part(json, text, logprobs);
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        /// Its one part.
        static void part(JsonGenerator json, String text, List<TokenLogprob> logprobs) throws IOException {
            json.writeStartObject();
            json.writeStringField("type", "output_text");
            json.writeStringField("text", text);
            json.writeArrayFieldStart("annotations");
            json.writeEndArray();
            logprobs(json, logprobs);
            json.writeEndObject();
        }

        /// How likely its tokens were.
        static void logprobs(JsonGenerator json, List<TokenLogprob> logprobs) throws IOException {
            json.writeArrayFieldStart("logprobs");
            for (TokenLogprob token : logprobs) {
                ChatJson.token(json, token, true);
            }
            json.writeEndArray();
        }
    }

    /// A function the model called.
    ///
    /// @param name      as the client has declared it
    /// @param namespace null for none
    record FunctionCall(
            ToolCall call, String name, @Nullable String namespace) implements ResponseItem {
        @Override
        public String kind() {
            return "fc_";
        }

        /// A JSON object as text.
        String arguments() {
            return call.arguments().isBlank() ? "{}" : call.arguments();
        }

        @Override
        public void writeTo(JsonGenerator json, String id, String status) throws IOException {
            begin(json, "function_call", id, status);
            json.writeStringField("call_id", call.id());
            named(json, name, namespace);
            json.writeStringField("arguments", status.equals("in_progress") ? "" : arguments());
            json.writeEndObject();
        }
    }

    /// A tool of one text that the model called.
    ///
    /// @param name      as the client has declared it
    /// @param namespace null for none
    record CustomToolCall(
            String callId, String name, @Nullable String namespace, String input) implements ResponseItem {
        @Override
        public String kind() {
            return "ctc_";
        }

        @Override
        public void writeTo(JsonGenerator json, String id, String status) throws IOException {
            begin(json, "custom_tool_call", id, status);
            json.writeStringField("call_id", callId);
            named(json, name, namespace);
            json.writeStringField("input", status.equals("in_progress") ? "" : input);
            json.writeEndObject();
        }
    }

    /// A tool of a shape of its own that the model called.
    ///
    /// @param type   of the item
    /// @param member what holds what is asked of the tool
    record BuiltinToolCall(String type, String kind, String callId, String member, ObjectNode asked)
            implements ResponseItem {
        @Override
        public void writeTo(JsonGenerator json, String id, String status) throws IOException {
            begin(json, type, id, status);
            json.writeStringField("call_id", callId);
            if (type.equals("tool_search_call")) {
                json.writeStringField("execution", "client");
            }
            json.writeFieldName(member);
            ApiJson.raw(json, asked.toString());
            json.writeEndObject();
        }
    }

    private static void named(JsonGenerator json, String name, @Nullable String namespace) throws IOException {
        json.writeStringField("name", name);
        if (namespace != null) {
            json.writeStringField("namespace", namespace);
        }
    }
}

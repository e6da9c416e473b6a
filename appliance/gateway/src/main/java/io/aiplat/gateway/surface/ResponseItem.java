package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.ChatPart.TokenLogprob;
import io.aiplat.models.ToolCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One item of a response's output.
sealed interface ResponseItem {
    /// What names of such items begin with.
    String kind();

    /// Writes it.
    ///
    /// @param status `in_progress`, `completed` or `incomplete`
    void writeTo(JsonGenerator json, String id, String status) throws IOException;

    /// The items of an answer, in order.
    static List<ResponseItem> of(WholeAnswer answer) {
        List<ResponseItem> items = new ArrayList<>();
        if (!answer.reasoning().isEmpty()) {
            items.add(new Thought(answer.reasoning()));
        }
        if (!answer.text().isEmpty() || answer.calls().isEmpty()) {
            items.add(new Said(answer.text(), answer.logprobs()));
        }
        answer.calls().forEach(call -> items.add(new Called(call)));
        return items;
    }

    private static void begin(JsonGenerator json, String type, String id, String status) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("type", type);
        json.writeStringField("status", status);
    }

    /// What the model thought.
    record Thought(String text) implements ResponseItem {
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
    record Said(String text, List<TokenLogprob> logprobs) implements ResponseItem {
        static final String KIND = "msg_";

        public Said {
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

    /// A tool the model called.
    record Called(ToolCall call) implements ResponseItem {
        @Override
        public String kind() {
            return "fc_";
        }

        @Override
        public void writeTo(JsonGenerator json, String id, String status) throws IOException {
            begin(json, "function_call", id, status);
            json.writeStringField("call_id", call.id());
            json.writeStringField("name", call.name());
            json.writeStringField("arguments", status.equals("in_progress") ? "" : call.arguments());
            json.writeEndObject();
        }
    }
}

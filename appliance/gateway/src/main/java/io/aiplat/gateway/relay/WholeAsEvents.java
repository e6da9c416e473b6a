package io.aiplat.gateway.relay;

import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.sse.SseWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Server-sent events made of an answer that came whole, from a server that does not stream although it was asked
/// to. Everything the answer has is in them.
final class WholeAsEvents {
    private static final byte[] NOTHING = "[]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY = "\"\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final WriteBuffer out;
    private final SseWriter events;
    private int sequence;

    private WholeAsEvents(int length) {
        out = new WriteBuffer(2 * length + 1024);
        events = new SseWriter(out);
    }

    /// The events of a chat completion, or of one of a plain text.
    ///
    /// @param usageWanted whether the client asked for the count at the end of a chat's stream
    static byte[] ofCompletion(JsonObjectView answer, int length, boolean usageWanted) {
        WholeAsEvents made = new WholeAsEvents(length);
        made.chunk(answer, usageWanted);
        return made.out.copy();
    }

    /// The events of a message of Anthropic's.
    static byte[] ofMessage(JsonObjectView answer, int length) {
        WholeAsEvents made = new WholeAsEvents(length);
        made.message(answer);
        return made.out.copy();
    }

    /// The events of a response.
    static byte[] ofResponse(JsonObjectView answer, int length) {
        WholeAsEvents made = new WholeAsEvents(length);
        made.response(answer);
        return made.out.copy();
    }

    private void chunk(JsonObjectView answer, boolean usageWanted) {
        WriteBuffer choices = new WriteBuffer(1024);
        choices.put('[');
        JsonElementCursor all = answer.elements("choices");
        for (boolean first = true; all.next(); first = false) {
            if (!first) {
                choices.put(',');
            }
            JsonObjectView choice = all.object();
            JsonObjectView message = choice == null ? null : choice.object("message");
            if (choice == null || message == null) {
                choices.put(answer.bytes(), all.begin(), all.end() - all.begin());
            } else {
                choices.put(choice.edit()
                        .remove("message")
                        .set("delta", delta(message))
                        .bytes());
            }
        }
        choices.put(']');
        var edit = answer.edit().set("choices", choices.copy());
        if ("chat.completion".equals(answer.text("object"))) {
            edit.set("object", "chat.completion.chunk");
        }
        if (!usageWanted) {
            edit.remove("usage");
        }
        events.data(edit.bytes()).done();
    }

    /// A message whose calls are numbered, as pieces of a stream have to be.
    private static byte[] delta(JsonObjectView message) {
        if (message.kind("tool_calls") != JsonKind.ARRAY) {
            return message.raw();
        }
        WriteBuffer calls = new WriteBuffer(512);
        calls.put('[');
        JsonElementCursor all = message.elements("tool_calls");
        for (int index = 0; all.next(); index++) {
            if (index > 0) {
                calls.put(',');
            }
            JsonObjectView call = all.object();
            calls.put(
                    call == null
                            ? Arrays.copyOfRange(message.bytes(), all.begin(), all.end())
                            : call.edit().set("index", index).bytes());
        }
        calls.put(']');
        return message.edit().set("tool_calls", calls.copy()).bytes();
    }

    private void message(JsonObjectView message) {
        typed(
                "message_start",
                "\"message\":",
                message.edit()
                        .set("content", NOTHING)
                        .set("stop_reason", NULL)
                        .set("stop_sequence", NULL)
                        .bytes());
        JsonElementCursor blocks = message.elements("content");
        for (int index = 0; blocks.next(); index++) {
            JsonObjectView block = blocks.object();
            if (block != null) {
                block(block, "\"index\":" + index + ",");
            }
        }
        typed(
                "message_delta",
                "\"delta\":{\"stop_reason\":" + json(message, "stop_reason") + ",\"stop_sequence\":"
                        + json(message, "stop_sequence") + "},\"usage\":",
                utf8(message.kind("usage") == JsonKind.OBJECT ? json(message, "usage") : "{\"output_tokens\":0}"));
        typed("message_stop", "", new byte[0]);
    }

    private void block(JsonObjectView block, String index) {
        record Part(String name, String empty, String delta, String piece) {}
        Map<String, Part> parts = Map.of(
                "text", new Part("text", "\"\"", "text_delta", "text"),
                "thinking", new Part("thinking", "\"\"", "thinking_delta", "thinking"),
                "tool_use", new Part("input", "{}", "input_json_delta", "partial_json"));
        Part part = parts.get(String.valueOf(block.text("type")));
        byte[] said = part == null ? null : block.raw(part.name());
        if (part == null || said == null) {
            typed("content_block_start", index + "\"content_block\":", block.raw());
        } else {
            typed(
                    "content_block_start",
                    index + "\"content_block\":",
                    block.edit().set(part.name(), utf8(part.empty())).bytes());
            boolean quoted = said[0] == '"';
            String text = new String(said, StandardCharsets.UTF_8);
            typed(
                    "content_block_delta",
                    index + "\"delta\":",
                    utf8("{\"type\":\"" + part.delta() + "\",\"" + part.piece() + "\":" + (quoted ? text : quoted(text))
                            + "}"));
        }
        typed("content_block_stop", index.substring(0, index.length() - 1), new byte[0]);
    }

    private void response(JsonObjectView response) {
        byte[] begun = response.edit()
                .set("status", "in_progress")
                .set("output", NOTHING)
                .set("usage", NULL)
                .bytes();
        typed("response.created", numbered() + "\"response\":", begun);
        typed("response.in_progress", numbered() + "\"response\":", begun);
        JsonElementCursor items = response.elements("output");
        for (int index = 0; items.next(); index++) {
            JsonObjectView item = items.object();
            if (item != null) {
                item(item, index);
            }
        }
        String status = String.valueOf(response.text("status"));
        String end = List.of("incomplete", "failed").contains(status) ? status : "completed";
        typed("response." + end, numbered() + "\"response\":", response.raw());
    }

    private void item(JsonObjectView item, int index) {
        String place = "\"output_index\":" + index + ",";
        boolean message = "message".equals(item.text("type"));
        typed(
                "response.output_item.added",
                numbered() + place + "\"item\":",
                message ? item.edit().set("content", NOTHING).bytes() : item.raw());
        String of = place + "\"item_id\":" + json(item, "id") + ",";
        JsonElementCursor parts = item.elements("content");
        for (int i = 0; message && parts.next(); i++) {
            JsonObjectView part = parts.object();
            if (part != null && part.kind("text") == JsonKind.STRING) {
                part(part, of + "\"content_index\":" + i + ",");
            }
        }
        if (item.kind("arguments") == JsonKind.STRING) {
            String arguments = json(item, "arguments");
            typed("response.function_call_arguments.delta", numbered() + of + "\"delta\":", utf8(arguments));
            typed("response.function_call_arguments.done", numbered() + of + "\"arguments\":", utf8(arguments));
        }
        typed("response.output_item.done", numbered() + place + "\"item\":", item.raw());
    }

    private void part(JsonObjectView part, String of) {
        typed(
                "response.content_part.added",
                numbered() + of + "\"part\":",
                part.edit().set("text", EMPTY).bytes());
        typed("response.output_text.delta", numbered() + of + "\"logprobs\":[],\"delta\":", utf8(json(part, "text")));
        typed("response.output_text.done", numbered() + of + "\"logprobs\":[],\"text\":", utf8(json(part, "text")));
        typed("response.content_part.done", numbered() + of + "\"part\":", part.raw());
    }

    private String numbered() {
        return "\"sequence_number\":" + sequence++ + ",";
    }

    private void typed(String type, String before, byte[] value) {
        WriteBuffer data = new WriteBuffer(value.length + before.length() + 64);
        data.latin("{\"type\":\"").latin(type).put('"');
        if (!before.isEmpty()) {
            data.put(',').utf8(before).put(value);
        }
        events.event(type, data.put('}').copy());
    }

    private static String json(JsonObjectView of, String name) {
        byte[] raw = of.raw(name);
        return raw == null ? "null" : new String(raw, StandardCharsets.UTF_8);
    }

    private static String quoted(@Nullable String text) {
        return new String(
                io.aiplat.gateway.api.contract.ApiJson.bytes(json -> json.writeString(text)), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

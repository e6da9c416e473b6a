package io.aiplat.gateway.stored;

import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.responses.Compaction;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.json.JsonEdit;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Transcript of a conversation: the items of responses' inputs and outputs, one after the other, as the JSON they
/// came in. It is written as a document of one member, `items`.
public final class ItemList {
    private static final String INPUT = "input";
    private static final String ITEMS = "items";
    private static final byte[] BEGIN = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY = "{\"items\":[]}".getBytes(StandardCharsets.US_ASCII);

    /// Items by whose names nothing else is found. A server that has not given such a name refuses it.
    private static final Set<String> NAMELESS = Set.of(
            "message",
            "function_call",
            "function_call_output",
            "custom_tool_call",
            "custom_tool_call_output",
            "reasoning",
            "compaction");

    private final WriteBuffer out;
    private boolean begun;

    private ItemList(int capacity) {
        out = new WriteBuffer(capacity + EMPTY.length);
        out.put(BEGIN);
    }

    /// No items.
    public static byte[] none() {
        return EMPTY.clone();
    }

    /// All of a conversation up to now: what was asked, and what was answered.
    ///
    /// @param asked    as this class writes it
    /// @param response a response
    public static byte[] of(byte[] asked, byte[] response) {
        ItemList all = new ItemList(asked.length + response.length);
        all.add(scan(asked).elements(ITEMS), asked);
        all.add(scan(response).elements("output"), response);
        return all.end();
    }

    /// The input of a request that goes on with a conversation, as a model is shown it. What other servers than the
    /// one that wrote it cannot read is left out: names of items, and thoughts without words.
    ///
    /// @param before as this class writes it
    /// @param body   of the request
    /// @param referenced items of other responses, by the names that this one has for them
    /// @return a JSON array
    public static byte[] input(byte[] before, JsonObjectView body, Map<String, byte[]> referenced) {
        ItemList all = new ItemList(before.length + body.valueEnd(INPUT) - body.valueBegin(INPUT));
        JsonElementCursor past = scan(before).elements(ITEMS);
        while (past.next()) {
            JsonObjectView item = past.object();
            if (item != null && isReadable(item)) {
                all.add(shown(item));
            }
        }
        String text = body.text(INPUT);
        if (text != null) {
            all.add(message(text, null));
        } else {
            JsonElementCursor more = body.elements(INPUT);
            while (more.next()) {
                JsonObjectView item = more.object();
                byte[] meant = item == null ? null : meant(item, referenced);
                if (meant != null) {
                    JsonObjectView whole = scan(meant);
                    if (isReadable(whole)) {
                        all.add(shown(whole));
                    }
                } else if (item != null && summary(item) != null) {
                    all.add(shown(item));
                } else {
                    all.add(body.bytes(), more.begin(), more.end());
                }
            }
        }
        byte[] document = all.end();
        return Arrays.copyOfRange(document, BEGIN.length - 1, document.length - 1);
    }

    /// A conversation with the input of a request more, every item with a name.
    ///
    /// @param before as this class writes it
    /// @param referenced items of other responses, by the names that this one has for them
    /// @param id     of the answer, which names are made of
    public static byte[] with(byte[] before, JsonObjectView body, Map<String, byte[]> referenced, String id) {
        ItemList all = new ItemList(before.length + body.valueEnd(INPUT) - body.valueBegin(INPUT));
        all.add(scan(before).elements(ITEMS), before);
        String name = id.substring(id.indexOf('_') + 1) + "_in";
        String text = body.text(INPUT);
        if (text != null) {
            all.add(message(text, "msg_" + name + "0"));
            return all.end();
        }
        JsonElementCursor items = body.elements(INPUT);
        for (int i = 0; items.next(); i++) {
            JsonObjectView item = items.object();
            if (item != null) {
                byte[] meant = meant(item, referenced);
                all.add(meant == null ? named(item, name + i) : meant);
            }
        }
        return all.end();
    }

    /// The names of the items that an input refers to instead of saying them.
    public static Set<String> references(JsonObjectView body) {
        Set<String> names = new LinkedHashSet<>();
        JsonElementCursor items = body.elements(INPUT);
        while (items.next()) {
            JsonObjectView item = items.object();
            String name = item == null ? null : reference(item);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private static @Nullable String reference(JsonObjectView item) {
        String type = item.text("type");
        boolean bare = type == null && !item.has("role") && !item.has("content");
        return bare || "item_reference".equals(type) ? item.text("id") : null;
    }

    private static byte @Nullable [] meant(JsonObjectView item, Map<String, byte[]> referenced) {
        if (referenced.isEmpty()) {
            return null;
        }
        String name = reference(item);
        return name == null ? null : referenced.get(name);
    }

    /// The items of a response's output that have names.
    ///
    /// @param response a response
    public static Map<String, byte[]> output(byte[] response) {
        Map<String, byte[]> named = new LinkedHashMap<>();
        JsonElementCursor items = scan(response).elements("output");
        while (items.next()) {
            JsonObjectView item = items.object();
            String name = item == null ? null : item.text("id");
            if (item != null && name != null) {
                named.put(name, item.raw());
            }
        }
        return named;
    }

    /// Their names.
    static List<String> names(byte[] response) {
        return List.copyOf(output(response).keySet());
    }

    private static boolean isReadable(JsonObjectView item) {
        if (!"reasoning".equals(item.text("type"))) {
            return true;
        }
        return item.kind("encrypted_content") == JsonKind.STRING
                || item.elements("content").next();
    }

    private static byte[] shown(JsonObjectView item) {
        String summary = summary(item);
        if (summary != null) {
            return message(summary, null);
        }
        String type = item.text("type");
        return NAMELESS.contains(type == null ? "message" : type)
                ? item.edit().remove("id").bytes()
                : item.edit().bytes();
    }

    private static @Nullable String summary(JsonObjectView item) {
        String content = item.text("encrypted_content");
        return content == null ? null : Compaction.shown(item.text("type"), content);
    }

    private static byte[] named(JsonObjectView item, String name) {
        String type = item.text("type");
        String known = type == null ? "message" : type;
        JsonEdit edit = item.edit();
        if (type == null) {
            edit.set("type", known);
        }
        if (item.text("id") == null) {
            edit.set("id", (known.equals("message") ? "msg_" : "item_") + name);
        }
        if (known.equals("message")) {
            if (item.text("status") == null) {
                edit.set("status", "completed");
            }
            String text = item.text("content");
            if (text != null) {
                edit.set("content", parts("assistant".equals(item.text("role")), text));
            }
        }
        return edit.bytes();
    }

    private static byte[] parts(boolean output, String text) {
        return ApiJson.bytes(json -> {
            json.writeStartArray();
            json.writeStartObject();
            json.writeStringField("type", output ? "output_text" : "input_text");
            json.writeStringField("text", text);
            if (output) {
                json.writeArrayFieldStart("annotations");
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private static byte[] message(String text, @Nullable String id) {
        return ApiJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", "message");
            if (id != null) {
                json.writeStringField("id", id);
                json.writeStringField("status", "completed");
            }
            json.writeStringField("role", "user");
            json.writeFieldName("content");
            json.writeRawValue(new String(parts(false, text), StandardCharsets.UTF_8));
            json.writeEndObject();
        });
    }

    /// The document of a list that this class has written.
    static JsonObjectView scan(byte[] document) {
        try {
            return JsonObjectView.scan(document, document.length);
        } catch (MalformedJson e) {
            throw new IllegalStateException("what was kept is our own JSON", e);
        }
    }

    /// The items of such a document.
    static JsonElementCursor items(byte[] document) {
        return scan(document).elements(ITEMS);
    }

    private void add(JsonElementCursor elements, byte[] bytes) {
        while (elements.next()) {
            add(bytes, elements.begin(), elements.end());
        }
    }

    private void add(byte[] item) {
        add(item, 0, item.length);
    }

    private void add(byte[] bytes, int begin, int end) {
        if (begun) {
            out.put(',');
        }
        begun = true;
        out.put(bytes, begin, end - begin);
    }

    private byte[] end() {
        out.put(']').put('}');
        return out.copy();
    }
}

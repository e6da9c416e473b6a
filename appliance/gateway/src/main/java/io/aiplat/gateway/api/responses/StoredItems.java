package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Items of a conversation as this API gives them back: with a name, a type and a status.
final class StoredItems {
    private StoredItems() {}

    /// An item as it is given back, whatever short form the client has sent.
    ///
    /// @param id of one that has none
    static ObjectNode complete(JsonNode item, String id) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        String type = item.path("type").asText(item.has("role") ? "message" : "unknown");
        whole.put("id", item.path("id").asText(id)).put("type", type);
        if (item instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (!whole.has(field.getKey())) {
                    whole.set(field.getKey(), field.getValue());
                }
            });
        }
        if (!type.equals("message")) {
            return whole;
        }
        if (!whole.has("status")) {
            whole.put("status", "completed");
        }
        JsonNode content = item.path("content");
        if (content.isTextual()) {
            whole.set("content", text(whole.path("role").asText(), content.textValue()));
        }
        return whole;
    }

    private static ArrayNode text(String role, String text) {
        boolean output = role.equals("assistant");
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        ObjectNode part = parts.addObject().put("type", output ? "output_text" : "input_text");
        part.put("text", text);
        if (output) {
            part.putArray("annotations");
        }
        return parts;
    }
}

package io.aiplat.inference.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A call of a tool, as the model wrote it.
///
/// @param id        unique within the conversation
/// @param name      of the tool
/// @param arguments a JSON object as text; in history what a client gives back, which may be cut off
public record ToolCall(String id, String name, String arguments) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The arguments as an object, whatever they are: a client repeats for ever what a model once left half said,
    /// and that must not end its conversation.
    ///
    /// @return what cannot be read as an object is the text of its one member, `arguments`
    public ObjectNode object() {
        if (arguments.isBlank()) {
            return JSON.createObjectNode();
        }
        JsonNode read = read(arguments);
        if (read != null && read.isTextual()) {
            // Some clients write JSON into JSON twice.
            JsonNode inner = read(read.textValue());
            read = inner instanceof ObjectNode ? inner : read;
        }
        return switch (read) {
            case ObjectNode object -> object;
            case null -> JSON.createObjectNode().put("arguments", arguments);
            case JsonNode other when other.isNull() -> JSON.createObjectNode();
            case JsonNode other -> JSON.createObjectNode().set("arguments", other);
        };
    }

    private static @Nullable JsonNode read(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read == null || read.isMissingNode() ? null : read;
        } catch (JsonProcessingException _) {
            return null;
        }
    }
}

package io.aiplat.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// JSON type: the JSON Schema of a value, with a name where the document states it once.
///
/// @param name   in the document's components; empty for one that stands where it is used
/// @param schema of the value; not to be changed
/// @param parts  named types that the schema refers to
public record JsonType(String name, ObjectNode schema, List<JsonType> parts) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    public JsonType {
        parts = List.copyOf(parts);
    }

    private static JsonType of(String word) {
        return anonymous(NODES.objectNode().put("type", word));
    }

    private static JsonType anonymous(ObjectNode schema) {
        return new JsonType("", schema, List.of());
    }

    /// Any text.
    public static JsonType text() {
        return of("string");
    }

    /// A point of time.
    public static JsonType moment() {
        return text().with("format", "date-time");
    }

    /// A day.
    public static JsonType day() {
        return text().with("format", "date");
    }

    /// A number, whole or not.
    public static JsonType number() {
        return of("number");
    }

    /// A whole number.
    public static JsonType whole() {
        return of("integer");
    }

    /// A whole number within bounds.
    public static JsonType whole(long least, long most) {
        return whole().with("minimum", least).with("maximum", most);
    }

    /// True or false.
    public static JsonType flag() {
        return of("boolean");
    }

    /// Any object.
    public static JsonType object() {
        return of("object");
    }

    /// One word of some.
    public static JsonType oneOf(List<String> words) {
        ObjectNode schema = NODES.objectNode().put("type", "string");
        words.forEach(schema.putArray("enum")::add);
        return anonymous(schema);
    }

    /// Any number of values of a type.
    public static JsonType listOf(JsonType element) {
        ObjectNode schema = NODES.objectNode().put("type", "array");
        schema.set("items", element.reference());
        return new JsonType("", schema, List.of(element));
    }

    /// The same, or null.
    public JsonType orNull() {
        ObjectNode copy = schema.deepCopy();
        JsonNode type = copy.path("type");
        copy.putArray("type").add(type).add("null");
        if (copy.path("enum").isArray()) {
            copy.withArray("enum").addNull();
        }
        return new JsonType(name, copy, parts);
    }

    /// The same, with what people should know about it.
    public JsonType described(String text) {
        return with("description", text);
    }

    /// The same, with a further keyword of JSON Schema.
    public JsonType with(String keyword, JsonNode value) {
        ObjectNode copy = schema.deepCopy();
        copy.set(keyword, value);
        return new JsonType(name, copy, parts);
    }

    /// The same, with a further keyword of JSON Schema.
    public JsonType with(String keyword, String value) {
        return with(keyword, NODES.textNode(value));
    }

    /// The same, with a further keyword of JSON Schema.
    public JsonType with(String keyword, long value) {
        return with(keyword, NODES.numberNode(value));
    }

    /// The same, stated once in the document under a name.
    public JsonType named(String unique) {
        return new JsonType(unique, schema, parts);
    }

    /// How another schema refers to it.
    ObjectNode reference() {
        return name.isEmpty() ? schema.deepCopy() : NODES.objectNode().put("$ref", "#/components/schemas/" + name);
    }
}

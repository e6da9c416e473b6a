package io.aiplat.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Response type: the fields of an object, each with its schema and where its value comes from. What is answered and
/// what the document says of it are made of the same fields.
public final class ObjectType<T> {
    private final List<Field<T>> fields;
    private final JsonType type;
    private final Function<T, ObjectNode> writer;

    private record Field<T>(String name, JsonType type, boolean required, Function<T, @Nullable Object> value) {}

    private ObjectType(List<Field<T>> fields, JsonType type, Function<T, ObjectNode> writer) {
        this.fields = fields;
        this.type = type;
        this.writer = writer;
    }

    private static <T> ObjectType<T> made(String name, String description, List<Field<T>> fields) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        ObjectNode properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (Field<T> field : fields) {
            properties.set(field.name, field.type.reference());
            if (field.required) {
                required.add(field.name);
            }
        }
        schema.put("additionalProperties", false);
        return new ObjectType<>(
                List.copyOf(fields),
                new JsonType(name, schema, fields.stream().map(Field::type).toList()),
                value -> written(fields, value));
    }

    /// Begins one.
    ///
    /// @param name in the document
    public static <T> Builder<T> named(String name) {
        return new Builder<>(name);
    }

    /// An object with any number of others in its field `data`.
    public static <T> ObjectType<List<T>> list(String name, ObjectType<T> element) {
        return ObjectType.<List<T>>named(name)
                .field(
                        "data",
                        JsonType.listOf(element.type()),
                        all -> all.stream().map(element::json).toList())
                .build();
    }

    /// Its schema.
    public JsonType type() {
        return type;
    }

    /// JSON that is answered as it is.
    static ObjectType<ObjectNode> raw() {
        return new ObjectType<>(List.of(), JsonType.object(), value -> value);
    }

    /// A value as JSON.
    public ObjectNode json(T value) {
        return writer.apply(value);
    }

    private static <T> ObjectNode written(List<Field<T>> fields, T value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Field<T> field : fields) {
            Object found = field.value.apply(value);
            if (found != null || field.required) {
                json.set(field.name, node(found));
            }
        }
        return json;
    }

    private static JsonNode node(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case JsonNode node -> node;
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            case BigDecimal number -> nodes.numberNode(number);
            case Boolean flag -> nodes.booleanNode(flag);
            case Collection<?> all ->
                nodes.arrayNode().addAll(all.stream().map(ObjectType::node).toList());
            default -> nodes.textNode(value.toString());
        };
    }

    /// Its fields, one after the other.
    public static final class Builder<T> {
        private final String name;
        private final List<Field<T>> fields = new ArrayList<>();
        private String description = "";

        private Builder(String name) {
            this.name = name;
        }

        /// What people should know about it.
        public Builder<T> described(String text) {
            description = text;
            return this;
        }

        /// A field that is always there.
        ///
        /// @param value a text, a number, a flag, a list of such, JSON, or null
        public Builder<T> field(String field, JsonType type, Function<T, @Nullable Object> value) {
            fields.add(new Field<>(field, type, true, value));
            return this;
        }

        /// A field that is there unless its value is null.
        public Builder<T> optional(String field, JsonType type, Function<T, @Nullable Object> value) {
            fields.add(new Field<>(field, type, false, value));
            return this;
        }

        /// All fields of another type.
        ///
        /// @param whose the value that they are of
        public <S> Builder<T> with(ObjectType<S> other, Function<T, S> whose) {
            for (Field<S> field : other.fields) {
                fields.add(new Field<>(
                        field.name, field.type, field.required, value -> field.value.apply(whose.apply(value))));
            }
            return this;
        }

        /// The type.
        public ObjectType<T> build() {
            return made(name, description, fields);
        }
    }
}

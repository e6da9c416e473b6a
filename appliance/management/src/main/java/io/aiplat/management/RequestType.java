package io.aiplat.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Request type: the fields that a body may have, and what is made of it. What is taken and what the document says of
/// it are made of the same fields.
public final class RequestType<Q> {
    /// What routes without a body take: whatever is sent is left unread.
    public static final RequestType<Nothing> NONE = new RequestType<>(null, List.of(), false, _ -> Nothing.SAID);

    /// No fields; a body may be there.
    public static final RequestType<Nothing> EMPTY =
            RequestType.named("Nothing").optional(_ -> Nothing.SAID);

    private final @Nullable JsonType type;
    private final List<String> fields;
    private final boolean required;
    private final Function<ManagementBody, Q> reader;

    private RequestType(
            @Nullable JsonType type, List<String> fields, boolean required, Function<ManagementBody, Q> reader) {
        this.type = type;
        this.fields = List.copyOf(fields);
        this.required = required;
        this.reader = reader;
    }

    /// What nothing is read to.
    public enum Nothing {
        /// It was said.
        SAID
    }

    /// Begins one.
    ///
    /// @param name in the document
    public static Builder named(String name) {
        return new Builder(name);
    }

    /// Its schema; null where there is no body.
    @Nullable
    JsonType type() {
        return type;
    }

    boolean isRequired() {
        return required;
    }

    /// Names of its fields.
    public List<String> fields() {
        return fields;
    }

    /// Reads a body.
    ///
    /// @throws ManagementException if it is none of this type
    Q read(String text) {
        if (type == null) {
            return reader.apply(ManagementBody.NONE);
        }
        return reader.apply(required ? ManagementBody.required(text, fields) : ManagementBody.read(text, fields));
    }

    /// Its fields, one after the other.
    public static final class Builder {
        private final String name;
        private final List<String> fields = new ArrayList<>();
        private final List<String> needed = new ArrayList<>();
        private final List<JsonType> types = new ArrayList<>();
        private String description = "";

        private Builder(String name) {
            this.name = name;
        }

        /// What people should know about it.
        public Builder described(String text) {
            description = text;
            return this;
        }

        /// A field that may be left out.
        public Builder field(String field, JsonType fieldType) {
            fields.add(field);
            types.add(fieldType);
            return this;
        }

        /// A field that has to be there.
        public Builder needed(String field, JsonType fieldType) {
            needed.add(field);
            return field(field, fieldType);
        }

        /// All fields of another type that may be left out.
        public Builder with(Builder other) {
            fields.addAll(other.fields);
            types.addAll(other.types);
            return this;
        }

        /// A body that has to be there.
        ///
        /// @param reader makes of it what the route works with
        public <Q> RequestType<Q> required(Function<ManagementBody, Q> reader) {
            return new RequestType<>(type(), fields, true, reader);
        }

        /// A body that may be left out, which is the same as one without fields.
        ///
        /// @param reader makes of it what the route works with
        public <Q> RequestType<Q> optional(Function<ManagementBody, Q> reader) {
            return new RequestType<>(type(), fields, false, reader);
        }

        private JsonType type() {
            ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
            if (!description.isEmpty()) {
                schema.put("description", description);
            }
            ObjectNode properties = schema.putObject("properties");
            for (int i = 0; i < fields.size(); i++) {
                properties.set(fields.get(i), types.get(i).reference());
            }
            if (!needed.isEmpty()) {
                needed.forEach(schema.putArray("required")::add);
            }
            schema.put("additionalProperties", false);
            return new JsonType(name, schema, types);
        }
    }
}

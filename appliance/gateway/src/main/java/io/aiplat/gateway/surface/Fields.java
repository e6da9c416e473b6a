package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A JSON object of a request, read strictly: a value of the wrong type is refused by name, never converted.
/// `null` counts as absent, as it does at OpenAI.
public final class Fields {
    private final JsonNode object;
    private final String path;
    private final @Nullable Set<String> dropping;

    /// Reads.
    ///
    /// @param path     of the object within the request, to name a field at fault: `messages[0]`; empty for
    ///                 the whole
    /// @param dropping takes the names of fields that are left out because they cannot be carried out; null
    ///                 to refuse them
    Fields(JsonNode object, String path, @Nullable Set<String> dropping) {
        this.object = object;
        this.path = path;
        this.dropping = dropping;
    }

    /// The same, with a field taken out and what cannot be carried out dropped.
    ///
    /// @param taken    known to whoever asks, and no part of any API
    /// @param droppingTo as in the constructor
    Fields without(String taken, @Nullable Set<String> droppingTo) {
        ObjectNode rest = ((ObjectNode) object).without(List.of(taken));
        return new Fields(rest, path, droppingTo);
    }

    /// A field's name as it is told to the client: `messages[0].content`.
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The object itself, as JSON.
    String toJson() {
        return object.toString();
    }

    /// The object as JSON, with something changed.
    String toJson(UnaryOperator<ObjectNode> change) {
        return change.apply(((ObjectNode) object).deepCopy()).toString();
    }

    /// Every field that has a value.
    List<Map.Entry<String, JsonNode>> present() {
        return object.propertyStream()
                .filter(field -> !field.getValue().isNull())
                .toList();
    }

    /// Refuses every field but these, or drops it.
    void only(Set<String> known) {
        for (Map.Entry<String, JsonNode> field : present()) {
            if (!known.contains(field.getKey())) {
                cannotKnow(field.getKey(), known);
            }
        }
    }

    /// Refuses a field that the API has and aiplat does not, or drops it.
    ///
    /// @param instead what to do, as a sentence
    void cannot(String name, String instead) {
        if (dropping == null) {
            throw unsupported(name, instead);
        }
        dropping.add(path(name));
    }

    /// Refuses a field that nobody knows, or drops it.
    ///
    /// @param known one of these may be meant
    void cannotKnow(String name, Set<String> known) {
        if (dropping == null) {
            String hint = Nearest.hint(name, known.stream().sorted().toList());
            throw refusal("unknown_parameter", name, "Unknown parameter: '" + path(name) + "'" + hint);
        }
        dropping.add(path(name));
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /// A value of any type, or null.
    @Nullable
    JsonNode any(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    String text(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrongType(name, "a string", value);
        }
        return value.textValue();
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw missing(name);
        }
        if (value.isEmpty()) {
            throw invalid(name, "must not be empty");
        }
        return value;
    }

    boolean flag(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrongType(name, "a boolean", value);
        }
        return value.booleanValue();
    }

    /// A number.
    ///
    /// @param range in words, for who sent another
    @Nullable
    Double number(String name, DoublePredicate allowed, String range) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw wrongType(name, "a number", value);
        }
        if (!allowed.test(value.doubleValue())) {
            throw invalid(name, "must be " + range);
        }
        return value.doubleValue();
    }

    /// A whole number.
    ///
    /// @param range in words, for who sent another
    @Nullable
    Long integer(String name, LongPredicate allowed, String range) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            throw wrongType(name, "an integer", value);
        }
        if (!value.canConvertToLong() || !allowed.test(value.longValue())) {
            throw invalid(name, "must be " + range);
        }
        return value.longValue();
    }

    @Nullable
    Fields object(String name) {
        JsonNode value = any(name);
        return value == null ? null : asObject(value, path(name));
    }

    Fields requiredObject(String name) {
        Fields value = object(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /// An array of objects; empty where there is none.
    List<Fields> objects(String name) {
        List<Fields> all = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            all.add(asObject(element, path(name) + "[" + all.size() + "]"));
        }
        return all;
    }

    /// An array of strings, or one string alone; empty where there is neither.
    List<String> texts(String name) {
        JsonNode value = any(name);
        if (value != null && value.isTextual()) {
            return List.of(value.textValue());
        }
        List<String> all = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            if (!element.isTextual()) {
                throw wrongType(name + "[" + all.size() + "]", "a string", element);
            }
            all.add(element.textValue());
        }
        return all;
    }

    private Iterable<JsonNode> elements(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrongType(name, "an array", value);
        }
        return value;
    }

    private Fields asObject(JsonNode value, String path) {
        if (!value.isObject()) {
            throw wrongTypeAt(path, "an object", value);
        }
        return new Fields(value, path, dropping);
    }

    ApiException missing(String name) {
        return refusal("missing_required_parameter", name, "Missing required parameter: '" + path(name) + "'.");
    }

    ApiException invalid(String name, String rule) {
        return refusal("invalid_value", name, "Invalid value for '" + path(name) + "': it " + rule + ".");
    }

    /// The API has it and aiplat does not, and an answer without it would be of no use.
    ///
    /// @param instead what to do, as a sentence
    ApiException unsupported(String name, String instead) {
        return refusal(
                "unsupported_parameter", name, "'" + path(name) + "' is not supported with this value. " + instead);
    }

    ApiException wrongType(String name, String expected, JsonNode got) {
        return wrongTypeAt(path(name), expected, got);
    }

    private static ApiException wrongTypeAt(String param, String expected, JsonNode got) {
        String type = got.getNodeType().name().toLowerCase(Locale.ROOT);
        return new ApiException(ApiError.invalid(
                400,
                "invalid_type",
                param,
                "Invalid type for '" + param + "': expected " + expected + ", got " + type + "."));
    }

    private ApiException refusal(String code, String name, String message) {
        return new ApiException(ApiError.invalid(400, code, path(name), message));
    }
}

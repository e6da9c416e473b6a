package io.aiplat.gateway.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Strict request parser: the fields of a JSON object, where a wrong type is refused by name.
/// `null` counts as absent, as it does at OpenAI.
public final class RequestFields {
    /// Every whole number up to it is exact where numbers are doubles.
    private static final double MOST_EXACT = 1L << 53;

    private final JsonNode object;
    private final String path;
    private final DroppedParameters dropped;

    /// Reads.
    ///
    /// @param path    of the object within the request, to name a field at fault: `messages[0]`; empty for
    ///                the whole
    /// @param dropped takes the names of what is left out
    public RequestFields(JsonNode object, String path, DroppedParameters dropped) {
        this.object = object;
        this.path = path;
        this.dropped = dropped;
    }

    /// The same, with a field taken out.
    ///
    /// @param taken     known to whoever asks, and no part of any API
    /// @param droppedTo as in the constructor
    RequestFields without(String taken, DroppedParameters droppedTo) {
        ObjectNode rest = ((ObjectNode) object).without(List.of(taken));
        return new RequestFields(rest, path, droppedTo);
    }

    /// A field's name as it is told to the client: `messages[0].content`.
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The object itself, as JSON.
    public String toJson() {
        return object.toString();
    }

    /// The object as JSON, with something changed.
    public String toJson(UnaryOperator<ObjectNode> change) {
        return change.apply(((ObjectNode) object).deepCopy()).toString();
    }

    /// Every field that has a value.
    public List<Map.Entry<String, JsonNode>> present() {
        return object.propertyStream()
                .filter(field -> !field.getValue().isNull())
                .toList();
    }

    /// Leaves out every field but these, and names it: a client's newer version says more than we know, and that
    /// must not end its request.
    public void only(Set<String> known) {
        for (Map.Entry<String, JsonNode> field : present()) {
            if (!known.contains(field.getKey())) {
                leaveOut(field.getKey());
            }
        }
    }

    /// Leaves out a hint or a piece of housekeeping that has no use here, and names it. Never for what changes the
    /// answer ([#cannot]), nor for what carries the conversation ([#unsupported]).
    public void leaveOut(String name) {
        dropped.add(path(name));
    }

    /// Refuses a field that changes the answer and cannot be had, unless `drop_params` allows to leave it out.
    ///
    /// @param instead what to do, as a sentence
    public void cannot(String name, String instead) {
        if (!dropped.isWanted()) {
            throw unsupported(name, instead);
        }
        leaveOut(name);
    }

    /// Whether a field has a value, of whatever type.
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /// Whether a field is this text.
    public boolean isText(String name, String text) {
        JsonNode value = object.get(name);
        return value != null && text.equals(value.textValue());
    }

    /// A value of any type, or null.
    @Nullable
    public JsonNode any(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /// A string, or null where there is none; an empty one is a value.
    ///
    /// @throws ApiException if it is of another type
    @Nullable
    public String text(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrongType(name, "a string", value);
        }
        return value.textValue();
    }

    /// A string, or null for anything else: for what only has to be read where it can be.
    @Nullable
    public String word(String name) {
        return object.path(name).textValue();
    }

    /// A string that is there and not empty.
    ///
    /// @throws ApiException if it is missing, empty or of another type
    public String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw missing(name);
        }
        if (value.isEmpty()) {
            throw invalid(name, "must not be empty");
        }
        return value;
    }

    /// A boolean; false where there is none.
    ///
    /// @throws ApiException if it is of another type
    public boolean flag(String name) {
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
    public Long integer(String name, LongPredicate allowed, String range) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        // `100.0` is what some languages make of a whole number.
        if (!value.isIntegralNumber() && !(value.isNumber() && isWhole(value.doubleValue()))) {
            throw wrongType(name, "an integer", value);
        }
        if (!value.canConvertToLong() || !allowed.test(value.longValue())) {
            throw invalid(name, "must be " + range);
        }
        return value.longValue();
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) <= MOST_EXACT;
    }

    /// An object within an array of this one that holds other things too.
    public RequestFields within(String name, int index, JsonNode object) {
        return new RequestFields(object, path(name) + "[" + index + "]", dropped);
    }

    /// An object, or null where there is none.
    ///
    /// @throws ApiException if it is of another type
    @Nullable
    public RequestFields object(String name) {
        JsonNode value = any(name);
        return value == null ? null : asObject(value, path(name));
    }

    /// An object that is there.
    ///
    /// @throws ApiException if it is missing or of another type
    public RequestFields requiredObject(String name) {
        RequestFields value = object(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /// An array of objects; empty where there is none.
    public List<RequestFields> objects(String name) {
        List<RequestFields> all = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            all.add(asObject(element, path(name) + "[" + all.size() + "]"));
        }
        return all;
    }

    /// The content blocks of a message: a text, a block, or an array of both; empty where there is none. A bare
    /// text is a block of text.
    public List<RequestFields> pieces(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            return List.of(piece(value, path(name)));
        }
        List<RequestFields> all = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            if (!value.get(i).isNull()) {
                all.add(piece(value.get(i), path(name) + "[" + i + "]"));
            }
        }
        return all;
    }

    private RequestFields piece(JsonNode value, String path) {
        if (value.isTextual()) {
            ObjectNode text = JsonNodeFactory.instance.objectNode().put("type", "text");
            return new RequestFields(text.set("text", value), path, dropped);
        }
        return asObject(value, path);
    }

    /// Whether it is a content block, a tool or an item of this type.
    public boolean isOf(String type) {
        return type.equals(word("type"));
    }

    /// An array of strings, or one string alone; empty where there is neither.
    public List<String> texts(String name) {
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

    private RequestFields asObject(JsonNode value, String path) {
        if (!value.isObject()) {
            throw wrongTypeAt(path, "an object", value);
        }
        return new RequestFields(value, path, dropped);
    }

    /// What to throw for a field that has to be there.
    public ApiException missing(String name) {
        return refusal("missing_required_parameter", name, "Missing required parameter: '" + path(name) + "'.");
    }

    /// What to throw for a field whose value is not allowed.
    ///
    /// @param rule goes on after "it", without a full stop: `must not be empty`
    public ApiException invalid(String name, String rule) {
        return refusal("invalid_value", name, "Invalid value for '" + path(name) + "': it " + rule + ".");
    }

    /// The API has it and aiplat does not, and an answer without it would be of no use, `drop_params` or not.
    ///
    /// @param instead what to do, as a sentence
    public ApiException unsupported(String name, String instead) {
        return refusal(
                "unsupported_parameter", name, "'" + path(name) + "' is not supported with this value. " + instead);
    }

    /// What to throw for a field of the wrong type.
    ///
    /// @param expected with its article: `a string`
    public ApiException wrongType(String name, String expected, JsonNode got) {
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

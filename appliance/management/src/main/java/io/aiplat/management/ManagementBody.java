package io.aiplat.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.aiplat.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The fields of a question, read strictly: each is known, and of its type. `null` takes a value away.
public final class ManagementBody {
    /// Without fields.
    static final ManagementBody NONE = new ManagementBody(JsonNodeFactory.instance.objectNode());

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;

    private ManagementBody(JsonNode object) {
        this.object = object;
    }

    /// Reads the body of a question.
    ///
    /// @param text  empty for no fields
    /// @param known names of the fields there are
    static ManagementBody read(String text, List<String> known) {
        JsonNode root = text.isBlank() ? JsonNodeFactory.instance.objectNode() : parse(text);
        if (!root.isObject()) {
            throw notJson("It is of the type " + type(root) + ".");
        }
        root.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw ManagementException.wrong(ManagementProblems.unknownField(name, known), name);
            }
        });
        return new ManagementBody(root);
    }

    /// Reads the body of a question that has to have one.
    ///
    /// @param known names of the fields there are
    static ManagementBody required(String text, List<String> known) {
        if (text.isBlank()) {
            throw notJson("There is none.");
        }
        return read(text, known);
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw notJson(e.getOriginalMessage() + ".");
        }
    }

    private static ManagementException notJson(String reason) {
        return ManagementException.wrong(ManagementProblems.notJson(reason), null);
    }

    /// Whether the field is there, be it with `null`.
    public boolean names(String name) {
        return object.has(name);
    }

    /// A text; null where there is no such field.
    public @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrongType(name, "a string", value);
        }
        return value.textValue();
    }

    /// A text that has to be there.
    public String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw invalid(name, "it has to be given");
        }
        return text;
    }

    /// Texts; none where there is no such field.
    public List<String> texts(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrongType(name, "an array of strings", value);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw wrongType(name + "[" + texts.size() + "]", "a string", element);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /// A whole number within bounds; null where there is no such field.
    public @Nullable Long count(String name, long least, long most) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        // JSON knows one kind of number: 5 and 5.0 are the same.
        if (!value.isNumber() || !value.canConvertToExactIntegral()) {
            throw wrongType(name, "a whole number", value);
        }
        if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            throw invalid(name, "it is " + least + " to " + most);
        }
        return value.longValue();
    }

    /// True or false; false where there is no such field.
    public boolean flag(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw wrongType(name, "true or false", value);
        }
        return value != null && value.booleanValue();
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /// What is made of a field's value.
    ///
    /// @param made throws an IllegalArgumentException that says what is possible
    public static <T> T checked(String name, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw invalid(name, String.valueOf(e.getMessage()));
        }
    }

    /// Why a value cannot be.
    ///
    /// @param reason what can be
    public static ManagementException invalid(String name, String reason) {
        Problem problem = ManagementProblems.invalidValue(name, reason);
        return ManagementException.wrong(problem, name);
    }

    private static ManagementException wrongType(String name, String expected, JsonNode got) {
        return invalid(name, "it is " + expected + ", not of the type " + type(got));
    }

    private static String type(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}

package io.aiplat.inference.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.inference.RequestRefused;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The part of JSON Schema that llama.cpp is known to turn into a grammar. It aborts its process on some
/// schemas and makes an empty grammar of others, so what is not known to be right is refused.
final class JsonSchemaSubset {
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    /// Keywords that change nothing, or that llama.cpp honours in the form checked below.
    private static final Set<String> KEYWORDS = Set.of(
            "$schema",
            "title",
            "description",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum");
    /// The converter builds rule names of them.
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    private static final int QUOTED = 80;
    private static final int DEEPEST = 8;
    private static final int MOST_CHOICES = 100;
    /// Characters.
    private static final int LONGEST = 128 << 10;
    /// Of all objects in a schema; a grammar of so many takes a tenth of a second to make, in which its worker is
    /// nobody else's.
    private static final int MOST_PROPERTIES = 1000;
    /// Of one object: the grammar grows with the square of those that may be left out, and the time with more.
    private static final int MOST_OPTIONAL = 200;
    /// Of all enums in a schema.
    private static final int MOST_CHOICES_IN_ALL = 2000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private int properties;
    private int choices;

    private JsonSchemaSubset() {}

    /// Lets a schema pass.
    ///
    /// @throws RequestRefused if it is no JSON or uses more than this engine can promise
    static void check(String schema) {
        if (schema.length() > LONGEST) {
            throw refused("$", "has more than " + LONGEST + " characters");
        }
        try {
            JsonNode root = JSON.readTree(schema);
            JsonSchemaSubset subset = new JsonSchemaSubset();
            JsonNode several = root.path("anyOf");
            if (root.size() == 1 && several.isArray() && several.size() > 1) {
                for (JsonNode one : several) {
                    subset.root(one);
                }
            } else {
                subset.root(root);
            }
        } catch (JsonProcessingException e) {
            throw refused("$", "is no JSON: " + e.getOriginalMessage());
        }
    }

    private void root(JsonNode root) {
        check(root, "$", 1);
        if (!"object".equals(root.path("type").textValue())) {
            throw refused("$", "must be of the type object");
        }
    }

    /// Whether a schema can be a part of another one, two deeper.
    static boolean keeps(String schema) {
        try {
            new JsonSchemaSubset().check(JSON.readTree(schema), "$", 3);
            return true;
        } catch (JsonProcessingException | RequestRefused _) {
            return false;
        }
    }

    private void check(JsonNode schema, String where, int depth) {
        if (!schema.isObject()) {
            throw refused(where, "must be an object");
        }
        if (depth > DEEPEST) {
            throw refused(where, "is nested more than " + DEEPEST + " deep");
        }
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (!KEYWORDS.contains(keyword.getKey())) {
                throw refused(where, "uses " + quoted(keyword.getKey()));
            }
        }
        if (schema.has("enum")) {
            checkChoices(schema.path("enum"), where);
            return;
        }
        String type = schema.path("type").textValue();
        if (type == null || !TYPES.contains(type)) {
            throw refused(where, "needs a type, one of them");
        }
        if (type.equals("array")) {
            check(schema.path("items"), where + ".items", depth + 1);
        }
        if (type.equals("object")) {
            checkProperties(schema, where, depth);
        }
    }

    private void checkProperties(JsonNode schema, String where, int depth) {
        JsonNode more = schema.path("additionalProperties");
        if (!more.isMissingNode() && !more.isBoolean()) {
            throw refused(where, "has a schema for additionalProperties");
        }
        JsonNode own = schema.path("properties");
        properties += own.size();
        if (properties > MOST_PROPERTIES) {
            throw refused(where, "brings the properties to more than " + MOST_PROPERTIES);
        }
        for (Map.Entry<String, JsonNode> property : own.properties()) {
            if (!PROPERTY.matcher(property.getKey()).matches()) {
                throw refused(where, "has a property with an unusual name: " + quoted(property.getKey()));
            }
            check(property.getValue(), where + "." + property.getKey(), depth + 1);
        }
        Set<String> required = new HashSet<>();
        for (JsonNode name : schema.path("required")) {
            if (!own.has(name.asText())) {
                throw refused(where, "requires " + quoted(name.asText()) + ", which is no property of it");
            }
            required.add(name.asText());
        }
        if (own.size() - required.size() > MOST_OPTIONAL) {
            throw refused(where, "has more than " + MOST_OPTIONAL + " properties that are not required");
        }
    }

    private static String quoted(String name) {
        return name.length() <= QUOTED ? name : name.substring(0, QUOTED) + "...";
    }

    private void checkChoices(JsonNode some, String where) {
        boolean simple = some.isArray() && !some.isEmpty() && some.size() <= MOST_CHOICES;
        for (JsonNode choice : some) {
            simple &= choice.isTextual() || choice.isIntegralNumber() || choice.isBoolean();
        }
        if (!simple) {
            throw refused(where, "has an enum of other things than up to " + MOST_CHOICES + " texts and whole numbers");
        }
        choices += some.size();
        if (choices > MOST_CHOICES_IN_ALL) {
            throw refused(where, "brings the choices of enums to more than " + MOST_CHOICES_IN_ALL);
        }
    }

    private static RequestRefused refused(String where, String why) {
        return new RequestRefused(
                RequestRefused.Kind.UNSUPPORTED_PARAMETER,
                "response_format",
                "the embedded engine cannot keep to this schema: " + where + " " + why
                        + "; use {\"type\": \"json_object\"}, or Ollama");
    }
}

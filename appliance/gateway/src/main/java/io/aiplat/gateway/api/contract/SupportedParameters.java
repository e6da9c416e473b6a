package io.aiplat.gateway.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.parameter.ParameterTable;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The fields of an API's requests. What changes the answer and is not carried out is refused unless its value
/// says that it is not used; what stands for a part of the conversation is refused in any case; what nobody
/// here knows is left out and named.
///
/// @param carriedOut read and mapped, or saying nothing about the answer
/// @param unused     the rest of the API, each with the values that mean "not used"
public record SupportedParameters(Set<String> carriedOut, Map<String, Predicate<JsonNode>> unused) {
    /// Any value asks for something.
    public static final Predicate<JsonNode> NEVER = _ -> false;

    /// Refuses what would not be carried out, or leaves it out.
    public void check(RequestFields body) {
        for (Map.Entry<String, JsonNode> field : body.present()) {
            String name = field.getKey();
            if (carriedOut.contains(name)) {
                continue;
            }
            Predicate<JsonNode> isUnused = unused.get(name);
            if (ParameterTable.carries(name)) {
                throw body.unsupported(
                        name, "What was said before is not kept here; send all of it in this API's fields.");
            }
            if (isUnused == null) {
                body.leaveOut(name);
            } else if (!isUnused.test(field.getValue())) {
                body.cannot(name, "Leave it out.");
            }
        }
    }

    /// For a field that only `true` asks for.
    public static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    /// For a field whose empty array or object asks for nothing.
    public static boolean isEmpty(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }

    /// One of these words.
    public static Predicate<JsonNode> words(String... words) {
        Set<String> all = Set.of(words);
        return value -> value.isTextual() && all.contains(value.textValue());
    }

    /// This number.
    public static Predicate<JsonNode> number(double number) {
        return value -> value.isNumber() && value.doubleValue() == number;
    }
}

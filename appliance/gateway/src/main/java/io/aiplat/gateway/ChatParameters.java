package io.aiplat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The parameters of a chat completion aiplat does not carry out. To drop one silently would be a lie about
/// the answer, so each is refused unless its value says that it is not used.
final class ChatParameters {
    /// Carried out; [ChatCallReader] maps them.
    private static final Set<String> SUPPORTED = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "seed",
            "stop",
            "frequency_penalty",
            "presence_penalty",
            "response_format",
            "tools",
            "tool_choice");

    /// Say something about the request and change nothing in the answer.
    private static final Set<String> LABELS = Set.of("user", "metadata", "safety_identifier", "prompt_cache_key");

    /// The rest of the API, with the values that mean "not used".
    private static final Map<String, Predicate<JsonNode>> UNSUPPORTED = Map.ofEntries(
            Map.entry("n", value -> value.isNumber() && value.doubleValue() == 1),
            Map.entry("logprobs", ChatParameters::isFalse),
            Map.entry("top_logprobs", value -> value.isNumber() && value.doubleValue() == 0),
            Map.entry("logit_bias", ChatParameters::isEmpty),
            Map.entry("parallel_tool_calls", value -> value.isBoolean() && value.booleanValue()),
            Map.entry("store", ChatParameters::isFalse),
            Map.entry("service_tier", value -> Set.of("auto", "default").contains(value.asText())),
            Map.entry(
                    "modalities",
                    value -> value.size() == 1 && "text".equals(value.path(0).asText())),
            Map.entry("audio", _ -> false),
            Map.entry("prediction", _ -> false),
            Map.entry("reasoning_effort", _ -> false),
            Map.entry("verbosity", value -> "medium".equals(value.asText())),
            Map.entry("web_search_options", _ -> false),
            Map.entry("prompt_cache_retention", _ -> false),
            Map.entry("functions", ChatParameters::isEmpty),
            Map.entry("function_call", _ -> false));

    private ChatParameters() {}

    /// Refuses what would not be carried out.
    static void check(Fields body) {
        for (Map.Entry<String, JsonNode> field : body.present()) {
            String name = field.getKey();
            if (SUPPORTED.contains(name) || LABELS.contains(name)) {
                continue;
            }
            Predicate<JsonNode> unused = UNSUPPORTED.get(name);
            if (unused == null) {
                throw body.unknown(name);
            }
            if (!unused.test(field.getValue())) {
                throw body.unsupported(name, "Leave it out.");
            }
        }
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }
}

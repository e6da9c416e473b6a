package io.aiplat.models.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.Modelfile;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What `/api/show` says of a model.
///
/// @param modelfile     its defaults
/// @param from          the line of the Modelfile that names its weights
/// @param contextLength tokens it will see at once; 0 where that is Ollama's choice
/// @param embeds        whether it is an embedding model
record OllamaFacts(Modelfile modelfile, String from, int contextLength, boolean embeds) {

    static OllamaFacts of(String model, JsonNode show) {
        String text = show.path("modelfile").asText();
        Modelfile modelfile = Modelfile.parse(model, text);
        Integer asked = modelfile.integer("num_ctx");
        return new OllamaFacts(
                modelfile,
                text.lines()
                        .filter(line -> line.startsWith("FROM "))
                        .findFirst()
                        .orElse(""),
                asked == null ? 0 : Math.min(asked, trained(show)),
                has(show.path("capabilities"), "embedding"));
    }

    private static int trained(JsonNode show) {
        JsonNode entries = show.path("model_info");
        String architecture = entries.path("general.architecture").asText();
        return entries.path(architecture + ".context_length").asInt(Integer.MAX_VALUE);
    }

    private static boolean has(JsonNode list, String word) {
        for (JsonNode entry : list) {
            if (entry.asText().equals(word)) {
                return true;
            }
        }
        return false;
    }

    /// Whether it is these weights with these defaults.
    boolean same(String sha256, Modelfile wanted) {
        return from.contains(sha256)
                && (wanted.template() == null || Objects.equals(wanted.template(), modelfile.template()))
                && wanted.parameters().entrySet().stream().allMatch(this::has);
    }

    private boolean has(Map.Entry<String, List<String>> wanted) {
        List<String> values = modelfile.parameters().getOrDefault(wanted.getKey(), List.of());
        return values.equals(wanted.getValue())
                || (values.size() == 1
                        && sameNumber(values.getFirst(), wanted.getValue().getFirst()));
    }

    /// Ollama writes `1` where `1.0` was given.
    private static boolean sameNumber(String one, String other) {
        try {
            return Double.parseDouble(one) == Double.parseDouble(other);
        } catch (NumberFormatException _) {
            // Texts are compared as texts, and these differ.
            return false;
        }
    }
}

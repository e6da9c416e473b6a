package io.aiplat.inference.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.Modelfile;
import java.util.HashSet;
import java.util.Set;

/// What `/api/show` says of a model. It cannot change while the model's digest stays.
///
/// @param modelfile     its defaults
/// @param template      how conversations are written for it, in Go's `text/template`
/// @param openingBytes  bytes of UTF-8 of the turns every conversation with it begins with
/// @param openingTurns  how many those are
/// @param trained       tokens it was trained to see at once; 0 where it does not say
/// @param bytesPerToken memory each token of context takes, in bytes; 0 where it does not say enough
/// @param family        architecture: `llama`, `gptoss`, …
/// @param capabilities  `completion`, `tools`, `insert`, `vision`, `embedding`, `thinking`
record OllamaFacts(
        Modelfile modelfile,
        String template,
        int openingBytes,
        int openingTurns,
        int trained,
        long bytesPerToken,
        String family,
        Set<String> capabilities) {

    OllamaFacts {
        capabilities = Set.copyOf(capabilities);
    }

    static OllamaFacts of(String model, JsonNode show) {
        Set<String> capabilities = new HashSet<>();
        show.path("capabilities").forEach(word -> capabilities.add(word.asText()));
        int openingBytes = 0;
        for (JsonNode turn : show.path("messages")) {
            openingBytes += PromptTokenBound.utf8(turn.path("content").asText());
        }
        JsonNode entries = show.path("model_info");
        String family = entries.path("general.architecture").asText();
        return new OllamaFacts(
                Modelfile.parse(model, show.path("modelfile").asText()),
                show.path("template").asText(),
                openingBytes,
                show.path("messages").size(),
                entries.path(family + ".context_length").asInt(),
                bytesPerToken(entries, family),
                family,
                capabilities);
    }

    /// Two bytes for each number of the keys and values of each layer.
    private static long bytesPerToken(JsonNode entries, String family) {
        long layers = entries.path(family + ".block_count").asLong();
        long heads = entries.path(family + ".attention.head_count").asLong();
        long keyValueHeads = entries.path(family + ".attention.head_count_kv").asLong(heads);
        long width = entries.path(family + ".embedding_length").asLong();
        long headWidth = entries.path(family + ".attention.key_length").asLong(heads == 0 ? 0 : width / heads);
        return 2 * 2 * layers * keyValueHeads * headWidth;
    }

    boolean embeds() {
        return capabilities.contains("embedding");
    }

    boolean thinks() {
        return capabilities.contains("thinking");
    }

    /// Whether it can be told how much to think; others only whether.
    boolean thinksByDegrees() {
        return thinks() && (family.equals("gptoss") || family.equals("gpt-oss"));
    }
}

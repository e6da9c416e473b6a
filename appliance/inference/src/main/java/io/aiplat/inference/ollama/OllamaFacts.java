package io.aiplat.inference.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.Modelfile;
import io.aiplat.supply.fit.CacheLayout;
import io.aiplat.supply.fit.CacheType;
import io.aiplat.supply.fit.LoadPlan;
import io.aiplat.supply.gguf.GgufMetadata;
import io.aiplat.supply.ollama.OllamaMetadata;
import java.util.HashSet;
import java.util.Set;

/// What `/api/show` says of a model. It cannot change while the model's digest stays.
///
/// @param modelfile     its defaults
/// @param template      how conversations are written for it, in Go's `text/template`
/// @param openingBytes  bytes of UTF-8 of the turns every conversation with it begins with
/// @param openingTurns  how many those are
/// @param trained       tokens it was trained to see at once; 0 where it does not say
/// @param metadata      the numbers that are about its architecture
/// @param family        architecture: `llama`, `gptoss`, …
/// @param capabilities  `completion`, `tools`, `insert`, `vision`, `embedding`, `thinking`
record OllamaFacts(
        Modelfile modelfile,
        String template,
        int openingBytes,
        int openingTurns,
        int trained,
        GgufMetadata metadata,
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
                OllamaMetadata.of(family, entries),
                family,
                capabilities);
    }

    /// Bytes that what it has read takes, with so many tokens of context.
    long cacheBytes(int context) {
        return CacheLayout.of(metadata).bytes(new LoadPlan(context, 1, LoadPlan.USUAL_BATCH, CacheType.F16));
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

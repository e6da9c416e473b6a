package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.Modelfile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Details of a model out of Ollama's [`/api/show`](https://github.com/ollama/ollama/blob/main/docs/api.md).
final class OllamaDetails {
    /// How the Modelfile that Ollama shows names the file of the weights.
    private static final Pattern BLOB = Pattern.compile("(?m)^FROM .*sha256[-:]([0-9a-f]{64})\\s*$");
    /// Characters of a licence's title.
    private static final int TITLE = 100;

    private OllamaDetails() {}

    /// Of a model.
    ///
    /// @param show what Ollama says of it
    static ModelDetails of(OllamaTag tag, JsonNode show) {
        JsonNode entries = show.path("model_info");
        String architecture = known(entries.path("general.architecture").asText());
        Modelfile modelfile =
                Modelfile.parse(tag.model().name(), show.path("modelfile").asText());
        boolean embeds = false;
        for (JsonNode capability : show.path("capabilities")) {
            embeds |= capability.asText().equals("embedding");
        }
        return new ModelDetails(
                tag.model().name(),
                digest(show.path("modelfile").asText()),
                tag.model().bytes(),
                tag.model().created(),
                architecture,
                quantisation(show.path("details").path("quantization_level").asText()),
                entries.path("general.parameter_count").asLong(),
                licence(entries, show.path("license").asText()),
                entries.path(architecture + ".context_length").asInt(),
                known(show.path("template").asText()),
                modelfile.system(),
                modelfile.parameters(),
                embeds);
    }

    /// The digest of the weights, with its algorithm; null where they are not one file of its own store.
    static @Nullable String digest(String modelfile) {
        Matcher from = BLOB.matcher(modelfile);
        return from.find() ? "sha256:" + from.group(1) : null;
    }

    private static @Nullable String quantisation(String word) {
        return word.equals("unknown") ? null : known(word);
    }

    private static @Nullable String licence(JsonNode entries, String text) {
        String said = known(entries.path("general.license").asText());
        if (said != null) {
            return said;
        }
        String title = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
        return known(title.length() > TITLE ? title.substring(0, TITLE) + "..." : title);
    }

    private static @Nullable String known(String text) {
        return text.isBlank() ? null : text;
    }
}

package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.StoredModel;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/// A tag of an Ollama: a name for a model that it keeps.
///
/// @param name   as Ollama writes it, with its tag
/// @param digest of the model; another model has another
/// @param model  the same for people
public record OllamaTag(String name, String digest, StoredModel model) {

    /// Reads an entry of `/api/tags`.
    static OllamaTag of(JsonNode entry) {
        String name = entry.path("name").asText();
        return new OllamaTag(
                name,
                entry.path("digest").asText(),
                new StoredModel(
                        ModelName.canonical(name),
                        entry.path("size").asLong(),
                        instant(entry.path("modified_at").asText())));
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            // It is only shown; a model is listed whatever its time.
            return Instant.EPOCH;
        }
    }
}

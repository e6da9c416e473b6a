package io.aiplat.supply.origin;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Model that a search of Hugging Face has found: a repository with GGUF files.
///
/// @param reference to pull it: `hf.co/USER/REPO`
/// @param downloads in the last month
/// @param licence   the hub's word for it; null where it has none
/// @param hasTerms  whether they have to be accepted before anything can be fetched
public record HubModel(
        String reference, long downloads, @Nullable String licence, boolean hasTerms) {
    private static final String LICENCE_TAG = "license:";

    static HubModel of(JsonNode found) {
        String licence = null;
        for (JsonNode tag : found.path("tags")) {
            if (tag.asText().startsWith(LICENCE_TAG)) {
                licence = tag.asText().substring(LICENCE_TAG.length());
            }
        }
        JsonNode gated = found.path("gated");
        return new HubModel(
                "hf.co/" + found.path("id").asText(),
                found.path("downloads").asLong(),
                licence,
                gated.isTextual() || gated.asBoolean());
    }
}

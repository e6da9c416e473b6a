package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The document that describes the admin API. Kept by hand; a test compares it with the routes.
final class OpenApi {
    private OpenApi() {}

    /// Reads it; it is asked for too seldom to be kept.
    static JsonNode document() {
        try (InputStream in =
                Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"), "it is in the JAR")) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("it is in the JAR", e);
        }
    }
}

package io.aiplat.quality.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.quality.observation.Observation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sealed content of an observation: all of it that is not looked for, as encrypted JSON.
final class SealedContent {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Supplier<ContentCipher> made;
    private volatile @Nullable ContentCipher cipher;

    /// @param made makes the cipher, when it is first needed
    SealedContent(Supplier<ContentCipher> made) {
        this.made = made;
    }

    private ContentCipher cipher() {
        ContentCipher known = cipher;
        if (known == null) {
            known = made.get();
            cipher = known;
        }
        return known;
    }

    /// What is read out of it.
    record Opened(
            String message,
            @Nullable String provider,
            Observation.About about,
            String service,
            String input,
            String output,
            Map<String, Object> attributes) {
        /// Sealed with another key, or damaged.
        static final Opened LOST = new Opened(
                "What it said cannot be decrypted: it was recorded with another key than that of this home.",
                null,
                new Observation.About("", null, null, List.of(), ""),
                "",
                "",
                "",
                Map.of());
    }

    byte[] seal(Observation observation, byte[] id) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = MAPPER.createGenerator(text)) {
            json.writeStartObject();
            said(json, "message", observation.message());
            said(json, "provider", observation.provider());
            said(json, "service", observation.service());
            said(json, "input", observation.input());
            said(json, "output", observation.output());
            if (!observation.attributes().isEmpty()) {
                json.writePOJOField("attributes", observation.attributes());
            }
            about(json, observation.about());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return cipher().seal(text.toString(), id);
    }

    private static void about(JsonGenerator json, Observation.About about) throws IOException {
        json.writeObjectFieldStart("about");
        said(json, "name", about.name());
        said(json, "user", about.user());
        said(json, "session", about.session());
        said(json, "environment", about.environment());
        if (!about.tags().isEmpty()) {
            json.writePOJOField("tags", about.tags());
        }
        json.writeEndObject();
    }

    /// What is empty is left out: it is read as such.
    private static void said(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    Opened open(byte[] sealed, byte[] id) {
        try {
            JsonNode json = MAPPER.readTree(cipher().open(sealed, id));
            JsonNode about = json.path("about");
            List<String> tags = new ArrayList<>();
            about.path("tags").forEach(tag -> tags.add(tag.asText()));
            return new Opened(
                    json.path("message").asText(),
                    json.path("provider").textValue(),
                    new Observation.About(
                            about.path("name").asText(),
                            about.path("user").textValue(),
                            about.path("session").textValue(),
                            tags,
                            about.path("environment").asText()),
                    json.path("service").asText(),
                    json.path("input").asText(),
                    json.path("output").asText(),
                    attributes(json.path("attributes")));
        } catch (GeneralSecurityException | JsonProcessingException _) {
            return Opened.LOST;
        }
    }

    private static Map<String, Object> attributes(JsonNode json) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        json.properties()
                .forEach(each -> attributes.put(each.getKey(), MAPPER.convertValue(each.getValue(), Object.class)));
        return attributes;
    }
}

package io.aiplat.supply.pull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Manifest of a model that was pulled: of which blobs it consists and where they came from. It is written last, so a
/// model that has one is whole.
///
/// @param source  the reference in full
/// @param licence SPDX identifier or the source's word for it; null where the source said none
/// @param pulled  when
/// @param parts   weights first, in the order of a split file
public record ModelManifest(String source, @Nullable String licence, Instant pulled, List<Part> parts) {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    public ModelManifest {
        parts = List.copyOf(parts);
    }

    /// Part of a model.
    ///
    /// @param file its name at the source
    public record Part(Role role, String file, BlobDigest digest, long bytes) {}

    /// Those that are for one thing, in their order.
    public List<Part> parts(Role role) {
        return parts.stream().filter(part -> part.role() == role).toList();
    }

    /// What the model is told by: the digest of its weights, the first file of a split one.
    public BlobDigest digest() {
        return parts(Role.WEIGHTS).getFirst().digest();
    }

    /// Digests of all parts.
    public List<BlobDigest> digests() {
        return parts.stream().map(Part::digest).distinct().toList();
    }

    /// Bytes of all parts.
    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /// Whether another has the same bytes for the same use.
    public boolean isSame(ModelManifest other) {
        return uses().equals(other.uses());
    }

    private List<String> uses() {
        return parts.stream().map(part -> part.role() + " " + part.digest()).toList();
    }

    /// Reads one.
    ///
    /// @throws IOException if it cannot be read or is none
    public static ModelManifest read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (json.path("format").asInt() != FORMAT) {
                throw new IOException("its format is not " + FORMAT);
            }
            List<Part> parts = new ArrayList<>();
            for (JsonNode part : json.path("parts")) {
                parts.add(new Part(
                        Role.valueOf(part.path("role").asText().toUpperCase(Locale.ROOT)),
                        part.path("file").asText(),
                        BlobDigest.parse(part.path("digest").asText()),
                        part.path("bytes").asLong()));
            }
            if (parts.stream().noneMatch(part -> part.role() == Role.WEIGHTS)) {
                throw new IOException("it names no weights");
            }
            return new ModelManifest(
                    json.path("source").asText(),
                    json.path("licence").isTextual() ? json.path("licence").asText() : null,
                    Instant.parse(json.path("pulled").asText()),
                    parts);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " is no manifest: " + e.getMessage(), e);
        }
    }

    /// As it is read.
    public byte[] json() {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("source", source);
        if (licence != null) {
            json.put("licence", licence);
        }
        json.put("pulled", pulled.toString());
        ArrayNode all = json.putArray("parts");
        for (Part part : parts) {
            all.addObject()
                    .put("role", part.role().name().toLowerCase(Locale.ROOT))
                    .put("file", part.file())
                    .put("digest", part.digest().toString())
                    .put("bytes", part.bytes());
        }
        return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }
}

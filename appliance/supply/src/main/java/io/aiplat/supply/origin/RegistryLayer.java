package io.aiplat.supply.origin;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.RemotePart.Role;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Layer of an artifact in a registry: what it is for, by its media type and its name.
///
/// @param mediaType as the manifest has it
/// @param file      its name without folders; empty where the manifest has none
/// @param digest    of its bytes
/// @param bytes     how many
record RegistryLayer(String mediaType, String file, BlobDigest digest, long bytes) {
    /// Types by [Ollama](https://github.com/ollama/ollama/blob/main/server/images.go) and by
    /// [Docker](https://github.com/docker/model-spec/blob/main/spec.md).
    private static final Map<String, Role> ROLES = Map.ofEntries(
            Map.entry("application/vnd.ollama.image.model", Role.WEIGHTS),
            Map.entry("application/vnd.ollama.image.projector", Role.PROJECTOR),
            Map.entry("application/vnd.ollama.image.adapter", Role.ADAPTER),
            Map.entry("application/vnd.ollama.image.template", Role.TEMPLATE),
            Map.entry("application/vnd.ollama.image.system", Role.SYSTEM),
            Map.entry("application/vnd.ollama.image.params", Role.PARAMETERS),
            Map.entry("application/vnd.ollama.image.license", Role.LICENCE),
            Map.entry("application/vnd.docker.ai.gguf", Role.WEIGHTS),
            Map.entry("application/vnd.docker.ai.gguf.v3", Role.WEIGHTS),
            Map.entry("application/vnd.docker.ai.gguf.v3.lora", Role.ADAPTER),
            Map.entry("application/vnd.docker.ai.gguf.v3.mmproj", Role.PROJECTOR),
            Map.entry("application/vnd.docker.ai.mmproj", Role.PROJECTOR),
            Map.entry("application/vnd.docker.ai.license", Role.LICENCE),
            Map.entry("application/vnd.cncf.model.weight.v1.gguf", Role.WEIGHTS));

    /// Reads a descriptor.
    ///
    /// @throws IllegalArgumentException if its digest is none
    static RegistryLayer of(JsonNode descriptor) {
        JsonNode annotations = descriptor.path("annotations");
        String path = annotations
                .path("org.cncf.model.filepath")
                .asText(annotations.path("org.opencontainers.image.title").asText(""));
        return new RegistryLayer(
                descriptor.path("mediaType").asText(),
                path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1),
                BlobDigest.parse(descriptor.path("digest").asText()),
                descriptor.path("size").asLong(-1));
    }

    /// What it is for, or null where it is of no use here. Types of the
    /// [CNCF's specification](https://github.com/modelpack/model-spec/blob/main/docs/spec.md) and of files
    /// that ORAS pushes say only that there is a file, so its name says which.
    @Nullable
    Role role() {
        Role known = ROLES.get(mediaType);
        String name = file.toLowerCase(Locale.ROOT);
        // The one type that Docker has for weights is used for projectors too.
        boolean projector = name.contains("mmproj");
        if (known != null) {
            return known == Role.WEIGHTS && projector ? Role.PROJECTOR : known;
        }
        if (isPacked()) {
            return null;
        }
        if (name.endsWith(".gguf")) {
            return projector ? Role.PROJECTOR : Role.WEIGHTS;
        }
        return name.matches("(licen[sc]e|copying)(\\.(txt|md))?") ? Role.LICENCE : null;
    }

    /// Whether it is an archive of files.
    boolean isPacked() {
        return mediaType.matches(".*[.+](tar|tar\\+.*|gzip|zstd)");
    }

    /// Whether it is weights in the format that engines here do not run.
    boolean isSafetensors() {
        return mediaType.endsWith("safetensors")
                || mediaType.equals("application/vnd.ollama.image.tensor")
                || file.endsWith(".safetensors");
    }
}

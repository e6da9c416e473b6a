package io.aiplat.supply.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Modelfile of a model that was pulled: its template, system message and parameters, which registries keep apart, in
/// the one form that folders have.
public final class ModelfileText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUOTE = "\"\"\"";
    /// Bytes; real ones have some thousand.
    private static final long LARGEST = 1 << 20;

    private ModelfileText() {}

    /// Writes it.
    ///
    /// @param weights name of the first file of weights
    /// @throws IOException if a part is none of what it should be
    public static String of(String weights, ModelManifest manifest, BlobStore blobs) throws IOException {
        StringBuilder text = new StringBuilder("FROM ./" + weights + "\n");
        text(Role.TEMPLATE, manifest, blobs).ifPresent(template -> line(text, "TEMPLATE", template));
        text(Role.SYSTEM, manifest, blobs).ifPresent(system -> line(text, "SYSTEM", system));
        Optional<String> parameters = text(Role.PARAMETERS, manifest, blobs);
        if (parameters.isPresent()) {
            JSON.readTree(parameters.get()).properties().forEach(each -> {
                if (each.getValue().isArray()) {
                    each.getValue().forEach(value -> parameter(text, each.getKey(), value));
                } else {
                    parameter(text, each.getKey(), each.getValue());
                }
            });
        }
        return text.toString();
    }

    private static Optional<String> text(Role role, ModelManifest manifest, BlobStore blobs) throws IOException {
        Optional<ModelManifest.Part> part = manifest.parts(role).stream().findFirst();
        if (part.isEmpty()) {
            return Optional.empty();
        }
        Path file = blobs.path(part.get().digest());
        if (Files.size(file) > LARGEST) {
            throw new IOException(part.get().file() + " has " + Files.size(file) + " bytes and is no text of a model");
        }
        return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    }

    private static void parameter(StringBuilder text, String name, JsonNode value) {
        if (value.isTextual()) {
            line(text, "PARAMETER " + name, value.asText());
        } else {
            text.append("PARAMETER ")
                    .append(name)
                    .append(' ')
                    .append(value.asText())
                    .append('\n');
        }
    }

    /// What cannot be written, because it has the quotes itself, is left out: the model has a template of its own.
    private static void line(StringBuilder text, String instruction, String value) {
        if (!value.contains(QUOTE)) {
            text.append(instruction)
                    .append(' ')
                    .append(QUOTE)
                    .append(value)
                    .append(QUOTE)
                    .append('\n');
        }
    }
}

package io.aiplat.supply.origin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.SpellingSuggestion;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.image.RegistryManifest;
import io.aiplat.supply.image.RegistryRefusal;
import io.aiplat.supply.source.GgufFileName;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import io.aiplat.supply.source.SourceProblems;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Models in registries: reads the manifest of an artifact, whoever made it, as a model. Ollama, Docker, the model
/// specification of the CNCF and plain files of ORAS differ in the types of their layers only.
final class RegistryModels {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_CONFIG = 1 << 20;

    private final RegistryAccess registries;
    private final String scheme;

    /// @param scheme that references begin with; empty for none
    RegistryModels(RegistryAccess registries, String scheme) {
        this.registries = registries;
        this.scheme = scheme;
    }

    /// What an artifact consists of.
    ///
    /// @param written what a person wrote
    /// @param name    the model would be served under
    RemoteModel resolve(ImageReference image, String written, String name) {
        String where = "The registry " + image.host();
        return SourceQuestion.asked(where, image.host(), () -> {
            try {
                RegistryManifest manifest = manifest(image);
                return model(image, manifest, written, name);
            } catch (RegistryRefusal e) {
                throw new ApplianceException(
                        switch (e.reason()) {
                            case NOT_FOUND ->
                                SourceProblems.notAtSource(where, written, e.words(), similar(image, written));
                            case DENIED ->
                                SourceProblems.sourceDenied(
                                        where,
                                        written,
                                        e.words(),
                                        List.of("Put a login for " + image.host()
                                                + " under `network.registries` in aiplat.yaml"));
                            case UNUSABLE -> SourceProblems.sourceUnreachable(where, image.host(), e.words());
                        },
                        e);
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new ApplianceException(
                        SourceProblems.sourceBroken("the registry " + image.host(), written, "Its manifest is none."),
                        e);
            }
        });
    }

    /// The manifest, or the one that an index has: weights are the same for all platforms.
    private RegistryManifest manifest(ImageReference image) throws IOException, InterruptedException {
        String digest = image.digest();
        RegistryManifest found = registries.manifest(image, digest == null ? image.tag() : digest);
        JsonNode index = JSON.readTree(found.bytes()).path("manifests");
        for (JsonNode entry : index) {
            // Attestations of builds are kept as manifests of an unknown platform.
            if (!entry.path("platform").path("os").asText().equals("unknown")) {
                return registries.manifest(image, entry.path("digest").asText());
            }
        }
        return found;
    }

    private RemoteModel model(ImageReference image, RegistryManifest manifest, String written, String name)
            throws IOException, InterruptedException {
        JsonNode content = JSON.readTree(manifest.bytes());
        List<RegistryLayer> layers = StreamSupport.stream(content.path("layers").spliterator(), false)
                .map(RegistryLayer::of)
                .toList();
        List<RemotePart> parts = new ArrayList<>();
        for (RegistryLayer layer : layers) {
            Role role = layer.role();
            if (role != null) {
                String file = layer.file().isEmpty() ? layer.digest().hex() : layer.file();
                parts.add(new RemotePart(role, file, registries.blob(image, layer.digest(), layer.bytes())));
            }
        }
        if (parts.stream().noneMatch(part -> part.role() == Role.WEIGHTS)) {
            throw noWeights(layers, written, name);
        }
        // Parts of a split file have its number in their names, and the order of layers is the order of pushing.
        parts.sort(Comparator.comparing(RemotePart::role).thenComparing(RegistryModels::number));
        String source = scheme + image.nameAndTag() + "@" + manifest.digest();
        return new RemoteModel(name, source, licence(image, content), parts);
    }

    private static int number(RemotePart part) {
        GgufFileName name = GgufFileName.parse(part.file());
        return name == null ? 1 : name.part();
    }

    private static ApplianceException noWeights(List<RegistryLayer> layers, String written, String name) {
        if (layers.stream().anyMatch(RegistryLayer::isSafetensors)) {
            return new ApplianceException(
                    SourceProblems.safetensorsOnly(written, name.replaceFirst(":.*", ""), List.of()));
        }
        String types = layers.stream().map(RegistryLayer::mediaType).distinct().collect(Collectors.joining(", "));
        String why = layers.stream().anyMatch(RegistryLayer::isPacked)
                ? "Its layers are archives, and only files as they are can be taken: "
                : "None of its layers is one: ";
        return new ApplianceException(
                SourceProblems.notGgufThere(written, why + (types.isEmpty() ? "there are none" : types) + "."));
    }

    /// What the manifest or the configuration that it names says of the licence; null where they say nothing.
    private @Nullable String licence(ImageReference image, JsonNode manifest) throws IOException, InterruptedException {
        String annotated = manifest.path("annotations")
                .path("org.opencontainers.image.licenses")
                .asText();
        if (!annotated.isEmpty()) {
            return annotated;
        }
        JsonNode config = manifest.path("config");
        if (!config.path("mediaType").asText().startsWith("application/vnd.cncf.model.config")
                || config.path("size").asLong() > LARGEST_CONFIG) {
            return null;
        }
        BlobDigest digest = BlobDigest.parse(config.path("digest").asText());
        RemoteBlob blob = registries.blob(image, digest, config.path("size").asLong(-1));
        try (InputStream in = blob.open(0, LARGEST_CONFIG)) {
            JsonNode licences = JSON.readTree(in).path("descriptor").path("licenses");
            String joined = StreamSupport.stream(licences.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" AND "));
            return joined.isEmpty() ? null : joined;
        }
    }

    /// The tag that was most likely meant, as it would be written; none where the registry lists no tags.
    private List<String> similar(ImageReference image, String written) throws InterruptedException {
        try {
            String repository = written.contains("@") ? written.substring(0, written.indexOf('@')) : written;
            String suffix = ":" + image.tag();
            String base = repository.endsWith(suffix)
                    ? repository.substring(0, repository.length() - suffix.length())
                    : repository;
            List<String> tags = registries.tags(image);
            return SpellingSuggestion.to(image.tag(), tags)
                    .map(List::of)
                    .orElse(tags.stream().limit(5).toList())
                    .stream()
                    .map(tag -> base + ":" + tag)
                    .toList();
        } catch (IOException _) {
            // Many registries list nothing; that is no second problem.
            return List.of();
        }
    }
}

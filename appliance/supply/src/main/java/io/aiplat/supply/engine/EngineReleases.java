package io.aiplat.supply.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The pinned releases that this JAR knows, of the table `engines/releases.json`. Where its checksums come from:
/// docs/decisions/engines.md.
public final class EngineReleases {
    private static final String TABLE = "/engines/releases.json";

    private EngineReleases() {}

    /// All of them, for every platform.
    public static List<EngineRelease> all() {
        try (InputStream in = EngineReleases.class.getResourceAsStream(TABLE)) {
            JsonNode table = new ObjectMapper().readTree(Objects.requireNonNull(in, "the JAR lacks " + TABLE));
            List<EngineRelease> releases = new ArrayList<>();
            table.path("releases").forEach(release -> releases.add(release(release)));
            return List.copyOf(releases);
        } catch (IOException e) {
            throw new UncheckedIOException("the JAR cannot be read", e);
        }
    }

    /// The one for a platform that suits its GPUs best: CUDA for those of NVIDIA, Metal for Apple's, Vulkan for
    /// others; else, and where there is no such build, processors. Empty where there is none for the platform.
    ///
    /// @param vendors of GPUs that compute: `nvidia`, `amd`, `intel`
    public static Optional<EngineRelease> suited(String name, EnginePlatform platform, Set<String> vendors) {
        List<Accelerator> wanted = new ArrayList<>();
        if (vendors.contains("nvidia")) {
            wanted.add(Accelerator.CUDA);
        }
        if (!vendors.isEmpty()) {
            wanted.add(Accelerator.VULKAN);
        }
        wanted.addAll(List.of(Accelerator.METAL, Accelerator.CPU));
        return wanted.stream()
                .flatMap(accelerator -> find(name, platform, accelerator).stream())
                .findFirst();
    }

    /// The one for a platform and an accelerator; empty where there is none.
    public static Optional<EngineRelease> find(String name, EnginePlatform platform, Accelerator accelerator) {
        return of(name, platform).stream()
                .filter(release -> release.accelerator() == accelerator)
                .findFirst();
    }

    /// All for a platform.
    public static List<EngineRelease> of(String name, EnginePlatform platform) {
        return all().stream()
                .filter(release ->
                        release.name().equals(name) && release.platform().equals(platform))
                .toList();
    }

    private static EngineRelease release(JsonNode json) {
        List<EngineRelease.Archive> archives = new ArrayList<>();
        json.path("archives")
                .forEach(archive -> archives.add(new EngineRelease.Archive(
                        URI.create(archive.path("url").asText()),
                        archive.path("bytes").asLong(),
                        new BlobDigest(archive.path("sha256").asText()))));
        return new EngineRelease(
                json.path("name").asText(),
                json.path("version").asText(),
                EnginePlatform.parse(json.path("platform").asText()),
                Accelerator.of(json.path("accelerator").asText()).orElseThrow(),
                archives);
    }
}

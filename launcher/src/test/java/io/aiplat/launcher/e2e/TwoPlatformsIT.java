package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One bundle archive for machines of two kinds, out of a registry that wants a login, which a credential helper of
/// Docker keeps.
class TwoPlatformsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOTH = "linux/amd64,linux/arm64";

    @TempDir
    Path folder;

    @Test
    void imagesOfBothPlatformsComeOutOfARegistryThatWantsALogin() throws Exception {
        try (LoginRegistry registry = LoginRegistry.start(folder);
                Aiplat aiplat = Aiplat.withoutEngine()) {
            String index = registry.pushIndex("two", "1", "amd64", "arm64", "s390x");
            Path config = Files.writeString(folder.resolve("aiplat.yaml"), """
                    images:
                      rancher/k3s: %1$s/two:1
                      ollama/ollama: %1$s/two:1
                    """.formatted(registry.host));
            String archive = folder.resolve("two.aipb").toString();
            String[] create = {"bundle", "create", "--config", config.toString(), "--platform", BOTH, "-o", archive};
            aiplat.with("DOCKER_CONFIG", folder.toString());
            aiplat.run(create).failsWith(4, "LIBRARY_IMAGE_DENIED");

            helper(aiplat, registry);
            aiplat.run(create).ok();
            aiplat.run("bundle", "verify", archive).ok();
            JsonNode image = parts(aiplat, archive, "image").getFirst();
            assertEquals("linux/amd64 linux/arm64", words(image.path("platforms")));
            assertEquals(index, image.at("/notes/original").asText(), "the third platform is left out");
            // The index, a layer for both, and of each platform a manifest, a configuration and a layer.
            assertEquals(List.of("amd64", "arm64"), architectures(aiplat, archive));

            create[5] = "linux/amd64,linux/riscv64";
            create[7] = folder.resolve("none.aipb").toString();
            aiplat.run(create).failsWith(5, "BUNDLE_PLATFORM_MISSING").tells("linux/amd64, linux/arm64, linux/s390x");
        }
    }

    /// As `docker login` leaves it where a helper keeps what it was told.
    private void helper(Aiplat aiplat, LoginRegistry registry) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"credHelpers\":{\"" + registry.host + "\":\"test\"}}");
        Path bin = Folders.within(folder, "bin");
        Folders.program(bin.resolve("docker-credential-test"), """
                #!/bin/sh
                [ "$1" = get ] && [ "$(cat)" = %s ] || { echo "credentials not found in native keychain"; exit 1; }
                echo '{"ServerURL":"%1$s","Username":"%s","Secret":"%s"}'
                """.formatted(
                        registry.host, LoginRegistry.USER, LoginRegistry.PASSWORD));
        aiplat.with("PATH", bin + ":" + System.getenv("PATH"));
    }

    /// Out of the index in the tar that `docker load` and `ctr images import` take.
    private List<String> architectures(Aiplat aiplat, String archive) throws IOException {
        String tar = folder.resolve("image.tar").toString();
        aiplat.run("bundle", "extract", archive, "image docker.io/ollama/ollama:0.35.1", "-o", tar)
                .ok();
        Path there = Folders.within(folder, "image");
        Program.run("tar", "-xf", tar, "-C", there.toString()).ok();
        JsonNode layout = JSON.readTree(Files.readString(there.resolve("index.json")));
        String digest = layout.at("/manifests/0/digest").asText();
        JsonNode index = JSON.readTree(Files.readString(blob(there, digest)));
        for (JsonNode manifest : index.path("manifests")) {
            for (JsonNode layer : JSON.readTree(
                            Files.readString(blob(there, manifest.path("digest").asText())))
                    .path("layers")) {
                assertTrue(Files.exists(blob(there, layer.path("digest").asText())), layer.toString());
            }
        }
        return StreamSupport.stream(index.path("manifests").spliterator(), false)
                .map(manifest -> manifest.at("/platform/architecture").asText())
                .toList();
    }

    private static Path blob(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    /// The program k3s is not one for all: each platform has its own, under the name of its release.
    @Test
    void k3sOfBothPlatformsIsToldApart() throws Exception {
        Path release = Folders.within(folder, "release");
        for (String file : List.of(
                "k3s", "k3s-airgap-images-amd64.tar.zst", "k3s-airgap-images-arm64.tar.zst", "sha256sum-amd64.txt")) {
            Files.writeString(release.resolve(file), file);
        }
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            String archive = folder.resolve("k3s.aipb").toString();
            String[] create = {
                "bundle", "create", "--with", "none", "--k3s", release.toString(), "--platform", BOTH, "-o", archive
            };
            aiplat.run(create).failsWith(2, "BUNDLE_PART_UNKNOWN").tells("program k3s-arm64 in");
            Files.writeString(release.resolve("k3s-arm64"), "k3s-arm64");
            aiplat.run(create).ok();
            assertEquals(List.of("k3s linux/amd64", "k3s-arm64 linux/arm64"), described(aiplat, archive, "k3s-binary"));
            assertEquals(
                    List.of(
                            "k3s-airgap-images-amd64.tar.zst linux/amd64",
                            "k3s-airgap-images-arm64.tar.zst linux/arm64"),
                    described(aiplat, archive, "k3s-images"));
            assertFalse(aiplat.run("bundle", "inspect", archive).ok().out().contains("sha256sum"));
        }
    }

    private static List<String> described(Aiplat aiplat, String archive, String kind) throws IOException {
        return parts(aiplat, archive, kind).stream()
                .map(part -> part.path("name").asText() + " " + words(part.path("platforms")))
                .toList();
    }

    private static List<JsonNode> parts(Aiplat aiplat, String archive, String kind) throws IOException {
        return StreamSupport.stream(
                        aiplat.json("bundle", "inspect", archive).path("parts").spliterator(), false)
                .filter(part -> part.path("kind").asText().equals(kind))
                .toList();
    }

    private static String words(JsonNode array) {
        return array.valueStream()
                .map(JsonNode::asText)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}

package io.aiplat.supply.image.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.archive.source.PartSource;
import io.aiplat.supply.archive.source.SavedImages;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image of a small program that has the shape of aiplat's JAR.
class ImageBuildTest {
    private static final ImageReference NAME = ImageReference.parse("registry.example/aiplat:1.2.3");

    @TempDir
    Path folder;

    private Path jar = Path.of("");

    @BeforeEach
    void aJar() throws Exception {
        jar = SampleImages.jar(folder.resolve("aiplat.jar"), "first");
    }

    @Test
    void theSameJarOnTheSameBaseIsTheSameImage() throws Exception {
        PartSource one = build("one", jar, base("amd64"));
        Files.copy(jar, folder.resolve("copy.jar"));
        PartSource two = build("two", folder.resolve("copy.jar"), base("amd64"));
        assertEquals(one.part(), two.part());
        PartSource other = build("three", SampleImages.jar(folder.resolve("new.jar"), "second"), base("amd64"));
        assertNotEquals(one.part().root().digest(), other.part().root().digest());
    }

    @Test
    void aNewVersionBringsOneSmallLayer() throws Exception {
        List<String> before = layers(build("one", jar, base("amd64")));
        List<String> after = layers(build("two", SampleImages.jar(folder.resolve("new.jar"), "second"), base("amd64")));
        assertEquals(3, before.size(), "that of the base, the libraries, and aiplat");
        assertEquals(before.subList(0, 2), after.subList(0, 2));
        assertNotEquals(before.getLast(), after.getLast());
    }

    @Test
    void whatIsInTheLayersRuns() throws Exception {
        PartSource image = build("one", jar, base("amd64"));
        for (String layer : layers(image).subList(1, 3)) {
            unpack(image, BlobDigest.parse(layer));
        }
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-jar",
                        folder.resolve("root/app/aiplat.jar").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals("first of a library\n", said);
        assertEquals(0, process.waitFor());
    }

    private void unpack(PartSource image, BlobDigest layer) throws Exception {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(open(image, layer))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve("root").resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    assertEquals(entry.getName().startsWith("var") ? 65_532 : 0, entry.getLongUserId());
                } else {
                    Files.copy(tar, target);
                }
            }
        }
    }

    @Test
    void itSaysHowItIsRun() throws Exception {
        PartSource image = build("one", jar, base("amd64"));
        JsonNode config =
                json(image, digest(json(image, image.part().root().digest()).path("config")));
        JsonNode run = config.path("config");
        assertEquals("65532:65532", run.path("User").asText());
        assertEquals(
                "[\"java\",\"-Xmx64m\",\"-jar\",\"/app/aiplat.jar\"]",
                run.path("Entrypoint").toString());
        assertEquals(
                "[\"PATH=/opt/java/bin:/bin\",\"HOME=/var/lib/aiplat\",\"AIPLAT_HOME=/var/lib/aiplat/home\"]",
                run.path("Env").toString());
        assertEquals(
                "1.2.3",
                run.path("Labels").path("org.opencontainers.image.version").asText());
        assertEquals("amd64", config.path("architecture").asText());
        assertEquals(3, config.path("rootfs").path("diff_ids").size());
        assertEquals("2026-01-02T03:04:06Z", config.path("created").asText(), "when the JAR was made");
    }

    @Test
    void itIsForEveryPlatformOfItsBase() throws Exception {
        PartSource image = build("one", jar, base("amd64", "arm64"));
        JsonNode index = json(image, image.part().root().digest());
        Map<String, String> digests = new TreeMap<>();
        for (JsonNode entry : index.path("manifests")) {
            digests.put(
                    entry.at("/platform/architecture").asText(),
                    entry.path("digest").asText());
        }
        assertEquals(Set.of("amd64", "arm64"), digests.keySet());
        for (var entry : digests.entrySet()) {
            JsonNode manifest = json(image, BlobDigest.parse(entry.getValue()));
            assertEquals(
                    entry.getKey(),
                    json(image, digest(manifest.path("config")))
                            .path("architecture")
                            .asText());
        }
    }

    @Test
    void aFileOfItIsABaseAgain() throws Exception {
        PartSource image = build("one", jar, base("amd64"));
        Path file = folder.resolve("image.tar");
        ImageArchive.write(image, file, Progress.NONE);
        PartSource read = saved(file);
        assertEquals(image.part().root().digest(), read.part().root().digest());
    }

    @Test
    void whatIsNotAllOfAiplatIsRefused() throws Exception {
        Path halves = folder.resolve("halves");
        Files.createDirectories(halves);
        JarSplit.write(jar, halves.resolve("aiplat.jar"), halves.resolve("libraries.jar"));
        for (Path wrong : List.of(halves.resolve("aiplat.jar"), folder, folder.resolve("nowhere"))) {
            ApplianceException refused =
                    assertThrows(ApplianceException.class, () -> build("one", wrong, base("amd64")));
            assertEquals("IMAGE_JAR_MISSING", refused.problem().code().id());
        }
    }

    private PartSource build(String name, Path from, PartSource base) {
        return ImageBuild.of(
                NAME, base, new ImageRecipe(from, List.of("-Xmx64m"), "1.2.3"), folder.resolve("work-" + name));
    }

    private PartSource base(String... processors) throws IOException {
        return saved(SampleImages.base(folder.resolve("base.tar"), processors));
    }

    private PartSource saved(Path file) {
        return new SavedImages(_ -> open(file), new BlobStore(folder.resolve("blobs")), Progress.NONE)
                .part(PartKind.IMAGE, NAME, NAME, Set.of());
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> layers(PartSource image) throws Exception {
        return json(image, image.part().root().digest()).path("layers").findValuesAsText("digest");
    }

    private static BlobDigest digest(JsonNode descriptor) {
        return BlobDigest.parse(descriptor.path("digest").asText());
    }

    private static JsonNode json(PartSource image, BlobDigest digest) throws Exception {
        assertTrue(image.part().blobs().stream().map(ArchiveBlob::digest).anyMatch(digest::equals));
        try (InputStream in = open(image, digest)) {
            return CanonicalJson.read(in.readAllBytes());
        }
    }

    private static InputStream open(PartSource image, BlobDigest digest) throws Exception {
        return Objects.requireNonNull(image.contents().get(digest)).open();
    }
}

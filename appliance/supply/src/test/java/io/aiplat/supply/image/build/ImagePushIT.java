package io.aiplat.supply.image.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.archive.source.PartSource;
import io.aiplat.supply.archive.source.RegistryImages;
import io.aiplat.supply.archive.source.SavedImages;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.image.ImageUpload;
import io.aiplat.supply.image.RegistryClient;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images that go to the registry of the testbed, and come back.
class ImagePushIT {
    private static final String REGISTRY = "127.0.0.1:5000";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ImageUpload registry = new ImageUpload(http, Map.of(), Set.of());

    @BeforeEach
    void needsTheRegistry() throws InterruptedException {
        boolean answers;
        try {
            answers = http.send(
                                    HttpRequest.newBuilder(URI.create("http://" + REGISTRY + "/v2/"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            answers = false;
        }
        Need.that(answers, "a registry on " + REGISTRY + ": testbed/engine start");
    }

    @Test
    void whatWasPushedIsThereForEveryPlatformAndIsNotSentTwice() throws Exception {
        ImageReference to = to("twice");
        PartSource image = build(to, SampleImages.jar(folder.resolve("aiplat.jar"), "of " + folder));
        assertTrue(ImagePush.to(registry, image, to, null, Progress.NONE) > 0);
        assertEquals(0, ImagePush.to(registry, image, to, null, Progress.NONE));
        RegistryClient client = new RegistryClient(http, Map.of(), Set.of());
        assertEquals(image.part().root().digest().toString(), client.digest(to));
        PartSource back = new RegistryImages(client).part(PartKind.IMAGE, to, to, Set.of());
        assertEquals(List.of("linux/amd64", "linux/arm64"), back.part().platforms());
    }

    @Test
    void layersOfAnotherRepositoryOfTheRegistryAreTakenFromThere() throws Exception {
        ImageReference one = to("one");
        PartSource image = build(one, SampleImages.jar(folder.resolve("aiplat.jar"), "mounted " + folder));
        ImagePush.to(registry, image, one, null, Progress.NONE);
        ImageReference two = ImageReference.parse(REGISTRY + "/library-it/mounted:" + System.nanoTime());
        assertEquals(0, ImagePush.to(registry, image, two, one, Progress.NONE));
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNamed() throws Exception {
        ImageReference to = ImageReference.parse("127.0.0.1:1/a/b:c");
        PartSource image = build(to, SampleImages.jar(folder.resolve("aiplat.jar"), "x"));
        ApplianceException refused =
                assertThrows(ApplianceException.class, () -> ImagePush.to(registry, image, to, null, Progress.NONE));
        assertEquals("LIBRARY_REGISTRY_UNREACHABLE", refused.problem().code().id());
    }

    private static ImageReference to(String name) {
        return ImageReference.parse(REGISTRY + "/library-it/image-" + name + ":" + System.nanoTime());
    }

    private PartSource build(ImageReference name, Path jar) throws IOException {
        Path file = SampleImages.base(folder.resolve("base.tar"), "amd64", "arm64");
        PartSource base = new SavedImages(_ -> open(file), new BlobStore(folder.resolve("blobs")), Progress.NONE)
                .part(PartKind.IMAGE, name, name, Set.of());
        return ImageBuild.of(name, base, new ImageRecipe(jar, List.of(), "1.2.3"), folder.resolve("work"));
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ImageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Images of the real engine and of the testbed's registry.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String REPOSITORY = "127.0.0.1:5000/aiplat-it/busybox";

    private final ImageReference byTag = ImageReference.parse(REPOSITORY + ":" + RealEngine.uniqueName());
    private ContainerEngine engine;
    private ImageReference byDigest;

    @BeforeAll
    void push() throws Exception {
        engine = RealEngine.orSkip(System.getenv());
        try {
            RealEngine.docker("tag", RealEngine.BUSYBOX.nameAndTag(), byTag.nameAndTag());
            String said = RealEngine.docker("push", byTag.nameAndTag());
            String digest = said.replaceAll("(?s).*digest: (sha256:[0-9a-f]{64}).*", "$1");
            byDigest = new ImageReference(byTag.repository(), byTag.tag(), digest);
        } catch (IOException e) {
            RealEngine.docker("rmi", byTag.nameAndTag());
            RealEngine.skip("no registry takes images at 127.0.0.1:5000: " + e.getMessage());
        }
        forget();
    }

    @AfterAll
    void close() throws Exception {
        if (engine != null) {
            engine.close();
        }
    }

    /// Removes the pushed name from the engine; the image stays, as busybox.
    private void forget() throws Exception {
        for (String name : RealEngine.docker(
                        "images", "-q", "--digests", "--format", "{{.Repository}}@{{.Digest}}", REPOSITORY)
                .split("\n", -1)) {
            if (name.contains("@sha256:")) {
                RealEngine.docker("rmi", name);
            }
        }
        if (engine.images().find(byTag).isPresent()) {
            RealEngine.docker("rmi", byTag.nameAndTag());
        }
        assertEquals(Optional.empty(), engine.images().find(byTag));
    }

    @Test
    void anImageOfTheEngineIsLocal() {
        ImageFacts.Local local =
                assertInstanceOf(ImageFacts.Local.class, engine.images().facts(RealEngine.BUSYBOX, Map.of(), LIMIT));
        assertTrue(local.id().startsWith("sha256:") && local.bytes() > 1_000_000, local.toString());
    }

    @Test
    void itsDataIsInAFolderOfThisMachine() {
        assertTrue(Files.isDirectory(engine.root().orElseThrow()), () -> String.valueOf(engine.root()));
    }

    @Test
    void anImageOfTheRegistryIsPulledByTagAndByDigest() throws Exception {
        for (ImageReference image : new ImageReference[] {byTag, byDigest}) {
            assertEquals(new ImageFacts.Pullable(), engine.images().facts(image, Map.of(), LIMIT));
            LocalImage pulled = engine.images().pull(image, Map.of(), Progress.NONE);
            assertEquals(Optional.of(pulled), engine.images().find(image));
            assertEquals(Optional.of(pulled), engine.images().find(byTag), "its tag names it too");
            forget();
        }
    }

    @Test
    void anotherDigestIsNotSatisfiedByTheSameTag() throws Exception {
        engine.images().pull(byTag, Map.of(), Progress.NONE);
        ImageReference other = new ImageReference(byTag.repository(), byTag.tag(), "sha256:" + "0".repeat(64));
        assertEquals(Optional.empty(), engine.images().find(other));
        assertInstanceOf(ImageFacts.Missing.class, engine.images().facts(other, Map.of(), LIMIT));
        forget();
    }

    @Test
    void anImageNobodyHasIsMissingAndSaysWhoWasAsked() {
        ImageReference nobody = ImageReference.parse("127.0.0.1:5000/aiplat-it/nobody:1");
        ImageFacts.Missing missing =
                assertInstanceOf(ImageFacts.Missing.class, engine.images().facts(nobody, Map.of(), LIMIT));
        assertTrue(missing.reason().startsWith("Its registry was asked: "), missing.reason());
        var refusal =
                assertThrows(ApplianceException.class, () -> engine.images().pull(nobody, Map.of(), Progress.NONE));
        assertEquals("HOST_IMAGE_MISSING", refusal.problem().code().id());
        assertTrue(refusal.problem().why().length() > 10, refusal.problem().why());
    }

    @Test
    void aRegistryThatIsNotThereIsToldAtOnce() {
        ImageReference nowhere = ImageReference.parse("127.0.0.1:1/x:1");
        ImageFacts.Missing missing =
                assertInstanceOf(ImageFacts.Missing.class, engine.images().facts(nowhere, Map.of(), LIMIT));
        assertTrue(missing.reason().contains("refused"), missing.reason());
    }

    @Test
    void anImageIsSavedAsAnArchive() throws IOException {
        try (InputStream tar = engine.images().save(RealEngine.BUSYBOX)) {
            assertTrue(tar.readAllBytes().length > 1_000_000);
        }
    }
}

package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleLocksTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectory(folder.resolve("one"));
        Files.createDirectory(folder.resolve("target"));
        Files.writeString(folder.resolve("node.lock"), "rancher/k3s:v1: ''\n");
        Files.writeString(folder.resolve("one/images.lock"), "a/b:1: ''\n");
    }

    @Test
    void areFilledTogether() {
        new BundleLocks(folder).fill(_ -> DIGEST);
        assertEquals(
                List.of(ImageReference.parse("rancher/k3s:v1@" + DIGEST)),
                ImagesLock.read(folder.resolve("node.lock")).images());
        assertEquals(
                List.of(ImageReference.parse("a/b:1@" + DIGEST)),
                ImagesLock.read(folder.resolve("one/images.lock")).images());
    }

    @Test
    void stayAsTheyAreWhenOneDigestCannotBeHad() throws IOException {
        ApplianceException trouble = new ApplianceException(LibraryProblems.noBundles(folder));
        assertThrows(
                ApplianceException.class,
                () -> new BundleLocks(folder).fill(image -> {
                    if (image.repository().equals("a/b")) {
                        throw trouble;
                    }
                    return DIGEST;
                }));
        assertEquals("rancher/k3s:v1: ''\n", Files.readString(folder.resolve("node.lock")));
    }

    @Test
    void areNotLookedForElsewhere() {
        ApplianceException refused =
                assertThrows(ApplianceException.class, () -> new BundleLocks(folder.resolve("one")).files());
        assertEquals("LIBRARY_NO_BUNDLES", refused.problem().code().id());
    }
}

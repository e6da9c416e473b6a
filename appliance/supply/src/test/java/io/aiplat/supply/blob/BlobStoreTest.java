package io.aiplat.supply.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    @TempDir
    Path folder;

    private static ByteArrayInputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsWhatComesUnderItsDigest() throws IOException {
        BlobStore store = new BlobStore(folder);
        BlobDigest digest = store.put(text("hello"), "it", 5, Progress.NONE);
        assertEquals(Digests.sha256("hello"), digest.hex());
        assertEquals(digest, new BlobStore(folder).put(text("hello"), "it", 5, Progress.NONE), "the same again");
        assertEquals(List.of(digest), store.digests());
        assertEquals(5, store.bytes(digest).orElseThrow());
        assertTrue(store.isIntact(digest, Progress.NONE));
        Files.writeString(store.path(digest), "hallo");
        assertFalse(store.isIntact(digest, Progress.NONE));
        store.remove(digest);
        assertFalse(store.has(digest));
        try (Stream<Path> left = Files.list(folder.resolve("incoming"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void knowsWhatOthersKeep() throws IOException {
        BlobStore store = new BlobStore(folder);
        BlobDigest one = store.put(text("one"), "it", 3, Progress.NONE);
        BlobDigest two = store.put(text("two"), "it", 3, Progress.NONE);
        assertFalse(store.isKept(one));
        store.keep("site", List.of(one, two));
        store.keep("other", List.of(one));
        assertTrue(store.isKept(two));
        store.keep("site", List.of());
        assertTrue(new BlobStore(folder).isKept(one));
        assertFalse(store.isKept(two));
    }

    @Test
    void removesWhatNobodyWentOnWith() throws IOException {
        BlobStore store = new BlobStore(folder);
        Path old = Files.writeString(store.incoming("sha256-1.part"), "old");
        Path lock = Files.writeString(store.incoming("sha256-1.lock"), "");
        Path young = Files.writeString(store.incoming("sha256-2.part"), "young");
        for (Path file : List.of(old, lock)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }
        store.removeLeftovers(Duration.ofDays(7));
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(lock), "somebody may wait for it");
        assertTrue(Files.exists(young));
    }

    @Test
    void takesAFileOfTheSameDiskWithoutASecondPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("mine"), "mine");
        BlobStore store = new BlobStore(folder.resolve("store"));
        BlobDigest digest = store.take(file, "mine", Progress.NONE);
        assertEquals(Digests.sha256("mine"), digest.hex());
        Files.delete(file);
        assertEquals("mine", Files.readString(store.path(digest)));
    }

    @Test
    void refusesAFileOfAnotherDiskThatWouldFillThisOne() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", disk.toString()) == 0,
                "only root can make a small disk");
        try {
            byte[] bytes = new byte[5 << 20];
            new Random(1).nextBytes(bytes);
            Path file = Files.write(folder.resolve("large"), bytes);
            BlobStore store = new BlobStore(disk);
            ApplianceException e =
                    assertThrows(ApplianceException.class, () -> store.take(file, "large", Progress.NONE));
            assertEquals("MODELS_DISK_SHORT", e.problem().code().id());
            Path small = Files.write(folder.resolve("small"), new byte[1 << 20]);
            assertTrue(store.has(store.take(small, "small", Progress.NONE)), "it is copied");
            assertEquals(1, Files.getAttribute(small, "unix:nlink"));
        } finally {
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}

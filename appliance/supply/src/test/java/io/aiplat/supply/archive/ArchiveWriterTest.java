package io.aiplat.supply.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.blob.BlobDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveWriterTest {
    @TempDir
    Path folder;

    @Test
    void theSameInputsGiveTheSameBytes() throws IOException {
        ArchiveFixture fixture = ArchiveFixture.usual();
        Path one = fixture.write(folder.resolve("one.aipb"));
        ArchiveFixture other = ArchiveFixture.usual();
        other.parts.addFirst(other.parts.removeLast());
        Path two = other.write(folder.resolve("two.aipb"));
        assertEquals(Digests.sha256(one), Digests.sha256(two));
        assertEquals(fixture.writer().bytes(), Files.size(one));
    }

    @Test
    void everyBlobComesOnceAndWhole() {
        ArchiveFixture fixture = ArchiveFixture.usual();
        List<BlobDigest> seen = new ArrayList<>();
        try (ArchiveReader archive =
                ArchiveReader.open(fixture.write(folder.resolve("site.aipb")), ArchiveFixture.TRUSTED)) {
            assertEquals(fixture.manifest(), archive.manifest());
            archive.read(
                    _ -> true,
                    (blob, in) -> {
                        seen.add(blob.digest());
                        assertArrayEquals(fixture.bytes.get(blob.digest()), in.readAllBytes());
                    },
                    "reading",
                    Progress.NONE);
        }
        assertEquals(fixture.bytes.size(), seen.size());
        assertEquals(fixture.bytes.keySet(), Set.copyOf(seen));
    }

    @Test
    void whatIsThereAlreadyIsNotRead() throws IOException {
        ArchiveFixture fixture = ArchiveFixture.usual();
        try (ArchiveReader archive =
                ArchiveReader.open(fixture.write(folder.resolve("site.aipb")), ArchiveFixture.TRUSTED)) {
            BlobDigest wanted =
                    archive.manifest().part("tiny:latest").orElseThrow().root().digest();
            List<BlobDigest> seen = new ArrayList<>();
            archive.read(
                    blob -> blob.digest().equals(wanted),
                    (blob, _) -> seen.add(blob.digest()),
                    "reading",
                    Progress.NONE);
            assertEquals(List.of(wanted), seen);
            try (InputStream in = archive.open(wanted)) {
                assertArrayEquals(fixture.bytes.get(wanted), in.readAllBytes());
            }
        }
    }

    @Test
    void aDamagedBlobFailsBeforeItEnds() throws IOException {
        ArchiveFixture fixture = ArchiveFixture.usual();
        Path file = fixture.write(folder.resolve("site.aipb"));
        byte[] bytes = Files.readAllBytes(file);
        // The model is the last part: behind it are its padding and the end.
        bytes[bytes.length - TarHeader.END - 400] ^= 1;
        Files.write(file, bytes);
        try (ArchiveReader archive = ArchiveReader.open(file, ArchiveFixture.TRUSTED);
                InputStream in = archive.open(archive.manifest()
                        .part("tiny:latest")
                        .orElseThrow()
                        .root()
                        .digest())) {
            ApplianceException e = assertThrows(ApplianceException.class, in::readAllBytes);
            assertEquals("BUNDLE_PART_DAMAGED", e.problem().code().id());
        }
    }

    @Test
    void anInterruptedRunIsGoneOnWith() throws IOException {
        ArchiveFixture fixture = ArchiveFixture.usual();
        Path whole = fixture.write(folder.resolve("whole.aipb"));
        for (long volume : new long[] {0, 60_000, 4_096}) {
            Path target = folder.resolve("again-" + volume + ".aipb");
            for (int i = 0; i < 3; i++) {
                int breaks = i;
                ArchiveWriter broken =
                        new ArchiveWriter(fixture.manifest(), ArchiveFixture.KEY, new Breaking(fixture, breaks * 2));
                assertThrows(ApplianceException.class, () -> broken.write(target, volume, Progress.NONE));
            }
            assertFalse(Files.exists(target));
            List<BlobDigest> again = new ArrayList<>();
            new ArchiveWriter(fixture.manifest(), ArchiveFixture.KEY, blob -> {
                        again.add(blob.digest());
                        return fixture.open(blob);
                    })
                    .write(target, volume, Progress.NONE);
            assertEquals(fixture.bytes.size() - 6, again.size());
            try (ArchiveReader archive = ArchiveReader.open(target, ArchiveFixture.TRUSTED)) {
                archive.verify(Progress.NONE);
            }
            assertArrayEquals(Files.readAllBytes(whole), joined(target, volume));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".part")).toList());
        }
    }

    private static byte[] joined(Path target, long volume) throws IOException {
        if (volume == 0) {
            return Files.readAllBytes(target);
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; Files.exists(VolumeList.volume(target, i)); i++) {
            byte[] bytes = Files.readAllBytes(VolumeList.volume(target, i));
            assertTrue(bytes.length <= volume);
            joined.writeBytes(bytes);
        }
        return joined.toByteArray();
    }

    /// Breaks in the middle of a blob.
    private static final class Breaking implements ArchiveWriter.BlobOpener {
        private final ArchiveFixture fixture;
        private int rest;

        Breaking(ArchiveFixture fixture, int rest) {
            this.fixture = fixture;
            this.rest = rest;
        }

        @Override
        public InputStream open(ArchiveBlob blob) throws IOException {
            InputStream in = fixture.open(blob);
            // What is there already is not opened again, so the runs get 0, 2 and 4 blobs further.
            if (rest-- > 0) {
                return in;
            }
            byte[] some = in.readNBytes((int) blob.bytes() / 2);
            return new SequenceInputStream(new ByteArrayInputStream(some), new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("the line was cut");
                }
            });
        }
    }

    @Test
    void whatIsLeftOfAnotherArchiveIsNotTaken() throws IOException {
        ArchiveFixture fixture = ArchiveFixture.usual();
        Path target = folder.resolve("site.aipb");
        byte[] garbage = new byte[3_000_000];
        new Random(1).nextBytes(garbage);
        Files.write(folder.resolve("site.aipb.part"), garbage);
        Path _ = fixture.write(target);
        assertEquals(fixture.writer().bytes(), Files.size(target));
        try (ArchiveReader archive = ArchiveReader.open(target, ArchiveFixture.TRUSTED)) {
            archive.verify(Progress.NONE);
        }
    }

    @Test
    void aSourceWithOtherBytesIsRefused() {
        ArchiveFixture fixture = ArchiveFixture.usual();
        for (byte[] wrong : List.of(new byte[100_000], new byte[3], new byte[100_001])) {
            ArchiveWriter writer = new ArchiveWriter(
                    fixture.manifest(),
                    ArchiveFixture.KEY,
                    blob -> blob.bytes() == 100_000 ? new ByteArrayInputStream(wrong) : fixture.open(blob));
            ApplianceException e = assertThrows(
                    ApplianceException.class, () -> writer.write(folder.resolve("site.aipb"), 0, Progress.NONE));
            assertEquals("BUNDLE_SOURCE_CHANGED", e.problem().code().id());
            assertTrue(
                    e.problem().what().contains("model tiny:latest"),
                    e.problem().what());
        }
    }
}

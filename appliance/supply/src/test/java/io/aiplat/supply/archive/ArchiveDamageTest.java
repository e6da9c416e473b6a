package io.aiplat.supply.archive;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle archive that is not, byte for byte, what was signed is refused by name.
class ArchiveDamageTest {
    private static final int FLIPS = 50;

    @TempDir
    Path folder;

    private final ArchiveFixture fixture = ArchiveFixture.usual();
    private byte[] whole = {};
    private ArchiveLayout layout;

    @BeforeEach
    void write() throws IOException {
        whole = Files.readAllBytes(fixture.write(folder.resolve("whole.aipb")));
        ArchiveManifest manifest = fixture.manifest();
        layout = new ArchiveLayout(
                manifest,
                ArchiveSignature.sign(manifest.toJson(), ArchiveFixture.KEY).toJson());
    }

    private Problem refusal(byte[] bytes) throws IOException {
        Path file = folder.resolve("changed.aipb");
        Files.write(file, bytes);
        return assertThrows(ApplianceException.class, () -> verify(file)).problem();
    }

    private static void verify(Path file) {
        try (ArchiveReader archive = ArchiveReader.open(file, ArchiveFixture.TRUSTED)) {
            archive.verify(Progress.NONE);
        }
    }

    @Test
    void theWholeOneIsTaken() {
        assertEquals(layout.bytes(), whole.length);
        assertDoesNotThrow(() -> verify(folder.resolve("whole.aipb")));
    }

    @Test
    void aFlippedBitAnywhereIsRefused() throws IOException {
        long seed = RandomGenerator.getDefault().nextLong();
        for (Random random : List.of(new Random(20261129), new Random(seed))) {
            for (int i = 0; i < FLIPS; i++) {
                int at = random.nextInt(whole.length);
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                String code = refusal(changed).code().id();
                assertTrue(code.startsWith("BUNDLE_"), () -> "seed " + seed + ", byte " + at + ": " + code);
            }
        }
    }

    @Test
    void aFlippedBitInEveryHeaderAndPaddingIsRefused() throws IOException {
        for (ArchiveLayout.Entry entry : layout.entries()) {
            for (long at : new long[] {entry.from() + 100, entry.from() + 511, entry.to() - 1}) {
                byte[] changed = whole.clone();
                changed[(int) at] ^= 1;
                assertEquals("BUNDLE_PART_DAMAGED", refusal(changed).code().id(), entry.path() + " at " + at);
            }
        }
    }

    @Test
    void aDamagedBlobIsNamedByWhatItBelongsTo() throws IOException {
        byte[] changed = whole.clone();
        ArchiveLayout.Entry model = layout.entries().getLast();
        changed[(int) model.contentFrom() + 17] ^= 1;
        Problem problem = refusal(changed);
        assertEquals("BUNDLE_PART_DAMAGED", problem.code().id());
        assertTrue(problem.what().contains("model tiny:latest (sha256:"), problem.what());
    }

    @Test
    void anotherManifestIsRefused() throws IOException {
        ArchiveManifest other =
                new ArchiveManifest("0.1.0", new ArchiveVersion("2"), null, List.of("linux/amd64"), fixture.parts);
        byte[] changed = whole.clone();
        byte[] json = other.toJson();
        System.arraycopy(json, 0, changed, TarHeader.BLOCK, json.length);
        assertEquals("BUNDLE_SIGNATURE_WRONG", refusal(changed).code().id());
    }

    @Test
    void anotherSignerIsRefusedWithTheFingerprint() throws IOException {
        ArchiveFixture theirs = ArchiveFixture.usual();
        SigningKey key = SigningKey.generate();
        Path file = folder.resolve("theirs.aipb");
        new ArchiveWriter(theirs.manifest(), key, theirs::open).write(file, 0, Progress.NONE);
        Problem problem =
                assertThrows(ApplianceException.class, () -> verify(file)).problem();
        assertEquals("BUNDLE_SIGNER_UNKNOWN", problem.code().id());
        assertTrue(
                problem.fixes().getFirst().contains("--trust " + key.verifying().fingerprint()));
        ArchiveReader.open(file, ArchiveFixture.TRUSTED.with(key.verifying().fingerprint(), folder))
                .close();
    }

    @Test
    void aMissingEntryIsNamed() throws IOException {
        ArchiveLayout.Entry first = layout.entries().get(5);
        Problem problem = refusal(joined(part(0, first.from()), part(first.to(), whole.length)));
        assertEquals("BUNDLE_PART_MISSING", problem.code().id());
        assertTrue(problem.what().contains("image docker.io/library/one:1"), problem.what());
    }

    @Test
    void aMissingLastEntryIsNamed() throws IOException {
        ArchiveLayout.Entry last = layout.entries().getLast();
        Problem problem = refusal(joined(part(0, last.from()), part(last.to(), whole.length)));
        assertEquals("BUNDLE_PART_MISSING", problem.code().id());
        assertTrue(problem.what().contains("model tiny:latest"), problem.what());
    }

    @Test
    void anEntryMoreIsNamedWhereverItStands() throws IOException {
        byte[] more =
                joined(TarHeader.of("blobs/sha256/more", 3), Arrays.copyOf(new byte[] {1, 2, 3}, TarHeader.BLOCK));
        for (ArchiveLayout.Entry entry :
                layout.entries().subList(2, layout.entries().size())) {
            Problem problem = refusal(joined(part(0, entry.to()), more, part(entry.to(), whole.length)));
            assertEquals("BUNDLE_PART_UNEXPECTED", problem.code().id(), entry.path());
            assertTrue(problem.what().endsWith("blobs/sha256/more"), problem.what());
        }
    }

    @Test
    void anotherOrderIsNamed() throws IOException {
        ArchiveLayout.Entry one = layout.entries().get(6);
        ArchiveLayout.Entry two = layout.entries().get(7);
        Problem problem = refusal(joined(
                part(0, one.from()),
                part(two.from(), two.to()),
                part(one.from(), one.to()),
                part(two.to(), whole.length)));
        assertEquals("BUNDLE_ORDER_CHANGED", problem.code().id());
    }

    @Test
    void anEarlyEndIsNamedWhereverItIs() throws IOException {
        for (ArchiveLayout.Entry entry : layout.entries()) {
            for (long end : new long[] {entry.from() + 20, entry.contentFrom() + 1, entry.to()}) {
                String code = refusal(part(0, end)).code().id();
                assertEquals(end < TarHeader.BLOCK ? "BUNDLE_NO_ARCHIVE" : "BUNDLE_TRUNCATED", code, "" + end);
            }
        }
        assertEquals(
                "BUNDLE_TRUNCATED", refusal(part(0, whole.length - 1)).code().id());
    }

    @Test
    void bytesBehindTheEndAreRefused() throws IOException {
        assertEquals(
                "BUNDLE_TRAILING_BYTES",
                refusal(joined(whole, new byte[TarHeader.BLOCK])).code().id());
        assertEquals(
                "BUNDLE_TRAILING_BYTES",
                refusal(joined(whole, new byte[1])).code().id());
    }

    @Test
    void whatIsNoArchiveIsSaidToBeNone() throws IOException {
        assertEquals("BUNDLE_NO_ARCHIVE", refusal(new byte[0]).code().id());
        byte[] text = "hello ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        assertEquals("BUNDLE_NO_ARCHIVE", refusal(text).code().id());
        Path none = folder.resolve("none.aipb");
        assertEquals(
                "BUNDLE_UNREADABLE",
                assertThrows(ApplianceException.class, () -> verify(none))
                        .problem()
                        .code()
                        .id());
    }

    private byte[] part(long from, long to) {
        return Arrays.copyOfRange(whole, (int) from, (int) to);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}

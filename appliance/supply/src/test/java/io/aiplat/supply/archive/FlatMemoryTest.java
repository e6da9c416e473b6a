package io.aiplat.supply.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A blob of one gibibyte is written and verified by a process that may have 64 MiB of heap. It is a hole in a
/// file, so only the archive takes room.
class FlatMemoryTest {
    private static final long BYTES = 1L << 30;

    /// SHA-256 of 1 GiB of zeros, by `head -c 1G /dev/zero | sha256sum`.
    private static final String ZEROS = "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14";

    @TempDir
    Path folder;

    /// The process: makes an archive, and verifies it.
    ///
    /// @param args the blob, and where the archive goes
    static void main(String[] args) {
        ArchiveBlob blob = new ArchiveBlob(new BlobDigest(ZEROS), BYTES, "application/octet-stream", "zeros");
        ArchivePart part = new ArchivePart(
                PartKind.MODEL, "zeros", "zeros@" + blob.digest(), "x/y", List.of(), Map.of(), List.of(blob));
        ArchiveManifest manifest =
                new ArchiveManifest("0.1.0", new ArchiveVersion("1"), null, List.of(), List.of(part));
        Path target = Path.of(args[1]);
        new ArchiveWriter(manifest, SigningKey.generate(), _ -> Files.newInputStream(Path.of(args[0])))
                .write(target, 0, Progress.NONE);
        try (ArchiveReader archive = ArchiveReader.open(target, TrustedKeys.anybody())) {
            archive.verify(Progress.NONE);
        }
        System.out.println("verified");
    }

    @Test
    void aGibibyteGoesThroughALittleMemory() throws IOException, InterruptedException {
        Path blob = folder.resolve("zeros");
        try (RandomAccessFile file = new RandomAccessFile(blob.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlatMemoryTest.class.getName(),
                        blob.toString(),
                        folder.resolve("zeros.aipb").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("verified"), said);
    }
}

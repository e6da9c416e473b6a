package io.aiplat.provisioning.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallRoomTest {
    @TempDir
    Path folder;

    private static ArchivePart part(PartKind kind, long... sizes) {
        List<ArchiveBlob> blobs = LongStream.of(sizes)
                .mapToObj(size -> new ArchiveBlob(
                        new BlobDigest("%064x".formatted(size)), size, "application/octet-stream", "file" + size))
                .toList();
        return new ArchivePart(
                kind,
                kind.word(),
                "part@" + blobs.getFirst().digest(),
                "application/octet-stream",
                List.of(),
                Map.of(),
                blobs);
    }

    private static final List<ArchivePart> PARTS = List.of(
            part(PartKind.SBOM, 7),
            part(PartKind.K3S_BINARY, 1_000),
            part(PartKind.NODE_IMAGE, 100_000),
            part(PartKind.IMAGE, 200_000, 300_000),
            part(PartKind.IMAGE, 300_000),
            part(PartKind.ENGINE, 20),
            part(PartKind.MODEL, 5_000));

    /// Each layer is counted once, and what is compressed takes more when it is unpacked.
    @Test
    void whatIsBroughtIsCountedOnTheDiskThatItFills() {
        assertEquals(
                new InstallRoom(6_020, 3 * 500_000), InstallRoom.of(PARTS, ClusterKind.NATIVE, EngineKind.LLAMACPP));
        assertEquals(
                new InstallRoom(5_020, 3 * 600_000 + 5_000),
                InstallRoom.of(PARTS, ClusterKind.DOCKER, EngineKind.OLLAMA));
        assertEquals(new InstallRoom(5_020, 0), InstallRoom.of(PARTS, ClusterKind.NONE, EngineKind.OLLAMA));
    }

    @Test
    void twoFoldersOfOneDiskShareIt() throws IOException {
        Path home = folder.resolve("home");
        Path node = folder.resolve("var").resolve("lib");
        long free = folder.toFile().getUsableSpace();
        List<InstallRoom.FullDisk> missing = new InstallRoom(free, free).missing(home, node);
        assertEquals(
                List.of(folder),
                missing.stream().map(InstallRoom.FullDisk::where).toList());
        assertEquals(2 * free, missing.getFirst().needed());
        assertEquals(List.of(), new InstallRoom(1, free).missing(home, null), "a node that is elsewhere");
    }

    @Test
    void theNodeHasADiskOfItsOwn() throws IOException {
        // Nothing can be written there, ever.
        Path full = Path.of("/proc/sys");
        List<InstallRoom.FullDisk> missing = new InstallRoom(1, 1).missing(folder, full.resolve("k3s"));
        assertEquals(List.of(new InstallRoom.FullDisk(full, 1, 0)), missing);
    }
}

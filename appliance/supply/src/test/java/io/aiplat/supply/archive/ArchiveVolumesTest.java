package io.aiplat.supply.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.PartKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle archive in volumes, as for a disk that takes no larger files.
class ArchiveVolumesTest {
    private static final long VOLUME = 50_000;

    @TempDir
    Path folder;

    private Path base;

    @BeforeEach
    void write() {
        base = ArchiveFixture.usual().write(folder.resolve("site.aipb"), VOLUME);
    }

    private static void verify(Path file) {
        try (ArchiveReader archive = ArchiveReader.open(file, ArchiveFixture.TRUSTED)) {
            archive.verify(Progress.NONE);
        }
    }

    private Problem refusal() {
        return assertThrows(ApplianceException.class, () -> verify(base)).problem();
    }

    @Test
    void isReadByAnyOfItsNames() {
        assertFalse(Files.exists(base));
        for (String name : List.of("site.aipb", "site.aipb.001", "site.aipb.002", "site.aipb.volumes.json")) {
            verify(folder.resolve(name));
        }
    }

    @Test
    void theDamagedVolumeIsNamed() throws IOException {
        for (String name : List.of("site.aipb.001", "site.aipb.002", "site.aipb.004")) {
            Path file = folder.resolve(name);
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = right.clone();
            wrong[wrong.length / 2] ^= 1;
            Files.write(file, wrong);
            Problem problem = refusal();
            assertEquals("BUNDLE_VOLUME_DAMAGED", problem.code().id(), name);
            assertTrue(problem.what().contains(name), problem.what());
            Files.write(file, right);
        }
        verify(base);
    }

    @Test
    void theShortVolumeIsNamedBeforeAnythingIsRead() throws IOException {
        Path file = folder.resolve("site.aipb.003");
        Files.write(file, new byte[7]);
        Problem problem = refusal();
        assertEquals("BUNDLE_VOLUME_DAMAGED", problem.code().id());
        assertTrue(problem.what().contains("site.aipb.003"), problem.what());
    }

    @Test
    void theMissingVolumeIsNamed() throws IOException {
        Files.delete(folder.resolve("site.aipb.003"));
        Problem problem = refusal();
        assertEquals("BUNDLE_VOLUME_MISSING", problem.code().id());
        assertTrue(problem.what().endsWith("site.aipb.003"), problem.what());
    }

    @Test
    void theListIsMissedTooAndNotBelieved() throws IOException {
        Path list = folder.resolve("site.aipb.volumes.json");
        String text = Files.readString(list);
        Files.writeString(list, text.replaceFirst("\"size\":50000", "\"size\":50001"));
        assertEquals("BUNDLE_SIGNATURE_WRONG", refusal().code().id());
        Files.delete(list);
        ApplianceException e = assertThrows(ApplianceException.class, () -> verify(folder.resolve("site.aipb.001")));
        assertEquals("BUNDLE_VOLUME_MISSING", e.problem().code().id());
    }

    @Test
    void aListOfSomebodyElseIsRefused() throws IOException {
        VolumeList ours = VolumeList.read(folder.resolve("site.aipb.volumes.json"));
        Files.write(
                folder.resolve("site.aipb.volumes.json"),
                VolumeList.sign(ours.volumes(), SigningKey.generate()).toJson());
        assertEquals("BUNDLE_SIGNATURE_WRONG", refusal().code().id());
    }

    @Test
    void aSmallerArchiveLeavesNoVolumesOfALargerOne() throws IOException {
        assertTrue(Files.exists(folder.resolve("site.aipb.004")));
        ArchiveFixture small = new ArchiveFixture();
        small.file(PartKind.MODEL, "a", "a.gguf", new byte[10]);
        Path _ = small.write(base, VOLUME);
        verify(base);
        assertFalse(Files.exists(folder.resolve("site.aipb.002")));
    }
}

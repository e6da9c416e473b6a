package io.aiplat.supply.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.gguf.GgufFixture;
import io.aiplat.testkit.SplitGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    private static final BundledModel SMOKE = BundledModel.ALL.getFirst();

    @TempDir
    Path folder;

    @Test
    void findsWhatWasPut() {
        ModelFolder store = new ModelFolder(folder);
        assertFalse(store.has(SMOKE));
        store.put(SMOKE, Progress.NONE);
        assertTrue(store.has(SMOKE));
        GgufModel model = store.find("smoke").orElseThrow();
        assertEquals(2048, model.modelfile().integer("num_ctx"));
        assertEquals(List.of("<|end|>"), model.modelfile().stops());
        assertEquals(List.of("smoke"), store.names());
        store.remove("smoke");
        assertEquals(List.of(), store.names());
    }

    @Test
    void findsTheFilesOfAModelThatWasSplitAndItsProjector() throws IOException {
        byte[] whole = GgufFixture.bytes(SMOKE);
        List<byte[]> parts = SplitGguf.inTwo(whole);
        Path place = Files.createDirectory(folder.resolve("smoke@split"));
        Files.write(place.resolve("model-00001-of-00002.gguf"), parts.get(0));
        ModelFolder store = new ModelFolder(folder);
        assertEquals(List.of(), store.names(), "a part is missing");
        Files.write(place.resolve("model-00002-of-00002.gguf"), parts.get(1));
        Path projector = Files.write(place.resolve("mmproj.gguf"), whole);
        assertEquals(List.of("smoke:split"), store.names());
        GgufModel model = store.find("smoke:split").orElseThrow();
        assertEquals(place.resolve("model-00001-of-00002.gguf"), model.file());
        assertEquals(2, model.files().size());
        assertEquals(projector, model.projector());
        assertEquals(parts.get(0).length + parts.get(1).length, model.header().bytes());
        Files.write(place.resolve("model-00002-of-00002.gguf"), Arrays.copyOf(parts.get(1), 100_000));
        Files.setLastModifiedTime(model.file(), FileTime.from(Instant.EPOCH));
        assertThrows(ApplianceException.class, () -> store.find("smoke:split"), "the second part is cut off");
    }

    @Test
    void findsNothingOutsideItsFolder() throws IOException {
        Files.createDirectories(folder.resolve("models"));
        new ModelFolder(folder).put(SMOKE, Progress.NONE);
        ModelFolder inner = new ModelFolder(folder.resolve("models"));
        for (String name : List.of("../smoke", "..", ".", "", "/etc", "a/b", ".incoming-smoke")) {
            assertEquals(Optional.empty(), inner.find(name), name);
        }
    }

    @Test
    void keepsTheOldModelWhenTheNewOneIsDamaged() {
        ModelFolder store = new ModelFolder(folder);
        store.put(SMOKE, Progress.NONE);
        BundledModel damaged = new BundledModel("smoke", SMOKE.bytes(), "0".repeat(64), false);
        ApplianceException e = assertThrows(ApplianceException.class, () -> store.put(damaged, Progress.NONE));
        assertEquals("MODELS_CHECKSUM_WRONG", e.problem().code().id());
        assertTrue(store.has(SMOKE));
    }

    @Test
    void mendsWhatAKilledProcessLeft() throws IOException {
        new ModelFolder(folder).put(SMOKE, Progress.NONE);
        Files.move(folder.resolve("smoke"), folder.resolve(".outgoing-smoke"));
        Files.createDirectory(folder.resolve(".incoming-smoke"));
        Files.writeString(folder.resolve(".incoming-smoke/model.gguf"), "half");
        assertTrue(new ModelFolder(folder).has(SMOKE));
        assertFalse(Files.exists(folder.resolve(".incoming-smoke")));
    }

    @Test
    void saysThatTheFolderCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        ApplianceException e = assertThrows(ApplianceException.class, () -> new ModelFolder(file.resolve("models")));
        assertEquals("MODELS_NOT_STORED", e.problem().code().id());
    }
}

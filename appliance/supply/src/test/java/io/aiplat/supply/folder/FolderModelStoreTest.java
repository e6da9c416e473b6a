package io.aiplat.supply.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.ModelStoreContract;
import io.aiplat.supply.gguf.GgufFixture;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderModelStoreTest implements ModelStoreContract {
    @TempDir
    Path home;

    private final List<String> waited = new ArrayList<>();
    private FolderModelStore store;

    /// Knows llamas only, and has nothing in memory.
    private final ModelRuntime runtime = new ModelRuntime() {
        @Override
        public void requireLoadable(String file, GgufHeader header) {
            if (!header.architecture().equals("llama")) {
                throw new ApplianceException(GgufProblems.fileBroken(file.toString(), "It is no llama."));
            }
        }

        @Override
        public void whileUnused(String model, Runnable work) {
            waited.add(model);
            work.run();
        }
    };

    @BeforeEach
    void fill() {
        store = new FolderModelStore(new ModelFolder(home.resolve("models")), runtime);
        BundledModel.ALL.forEach(model -> store.put(model, Progress.NONE));
        waited.clear();
    }

    @Override
    public ModelStore store() {
        return store;
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(home.resolve(name), bytes);
    }

    private String refused(Path file) {
        return assertThrows(ApplianceException.class, () -> store.pull(file.toString(), Progress.NONE))
                .problem()
                .why();
    }

    @Test
    void takesAFileInUnderANameOfItsOwn() throws IOException {
        Path file = file("My Smoke.gguf", GgufFixture.bytes(SMOKE));
        assertEquals("my-smoke", store.pull(file.toString(), Progress.NONE));
        assertEquals(List.of("my-smoke"), waited, "nobody used it meanwhile");
        assertEquals("my-smoke", store.pull("my-smoke", Progress.NONE), "no source is asked for it");
        store.remove("my-smoke:latest");
        assertEquals(List.of("my-smoke", "my-smoke"), waited);
        assertEquals(2, store.stored().size());
    }

    @Test
    void refusesWhatIsBrokenAndWhatNobodyCouldLoadBeforeItWaits() throws IOException {
        byte[] smoke = GgufFixture.bytes(SMOKE);
        assertTrue(refused(file("cut.gguf", Arrays.copyOf(smoke, smoke.length / 2)))
                .contains("cut off"));
        assertTrue(refused(file("text.gguf", "not a model".getBytes(StandardCharsets.UTF_8)))
                .contains("GGUF"));
        byte[] foreign = GgufFixture.with(smoke, Map.of("general.architecture", "qwen9"));
        assertEquals("It is no llama.", refused(file("foreign.gguf", foreign)));
        assertEquals(List.of(), waited);
        assertEquals(2, store.stored().size());
    }

    @Test
    void warnsOfAFileWithoutATemplate() throws IOException {
        // A key that nobody looks for, of the same length.
        String text = new String(GgufFixture.bytes(SMOKE), StandardCharsets.ISO_8859_1)
                .replace("tokenizer.chat_template", "tokenizer.chit_template");
        Path bare = file("bare.gguf", text.getBytes(StandardCharsets.ISO_8859_1));
        store.pull(bare.toString(), Progress.NONE);
        assertEquals(
                "MODELS_NO_CHAT_TEMPLATE",
                store.warning("bare").orElseThrow().code().id());
        assertEquals(Optional.empty(), store.warning("smoke-embed"));
        assertEquals(Optional.empty(), store.warning("nothing"));
    }

    @Test
    void listsABrokenModelSoThatItCanBeRemoved() throws IOException {
        Files.writeString(home.resolve("models/smoke/model.gguf"), "broken since");
        assertEquals(2, store.stored().size());
        store.remove("smoke");
        assertEquals(1, store.stored().size());
    }
}

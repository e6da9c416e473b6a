package io.aiplat.supply.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people give to the embedded engine in place of a GGUF file.
class ModelInputCheckTest {
    @TempDir
    Path folder;

    private static Problem refused(String given, Path file) {
        Problem problem = assertThrows(ApplianceException.class, () -> ModelInputCheck.refuse(given, file))
                .problem();
        assertEquals("MODELS_NOT_GGUF", problem.code().id());
        assertTrue(problem.fixes().toString().contains("aiplat up --engine ollama --model NAME"), problem.toText());
        return problem;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3.2:1b", "qwen3", "hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF", "org/model"})
    void aNameIsSaidToBeWhatOllamaFetches(String name) {
        Problem problem = refused(name, folder.resolve(name));
        assertTrue(problem.what().startsWith("The name " + name), problem.toText());
        assertTrue(problem.why().contains("fetches nothing by name"), problem.toText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"./m.gguf", "m.gguf", "/srv/m"})
    void aPathWithoutAFileIsSaidToBeMissing(String path) {
        assertTrue(refused(path, folder.resolve("missing-" + path.replace("/", "_")))
                        .why()
                        .contains("There is no file")
                || path.equals("m.gguf"));
        assertTrue(
                refused("m.gguf", folder.resolve("m.gguf")).fixes().getFirst().startsWith("Check the path"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "pytorch_model.bin", "model.onnx"})
    void weightsOfAnotherFormAreNamed(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "x");
        assertTrue(refused(name, file).why().contains("another form than GGUF"));
    }

    @Test
    void aFolderIsToldWithTheFilesInIt() throws IOException {
        Path file = Files.writeString(folder.resolve("m.Q4.gguf"), "GGUF");
        Problem problem = refused(folder.toString(), folder);
        assertTrue(problem.what().startsWith("The folder "), problem.toText());
        assertTrue(problem.fixes().getFirst().contains(file.toString()), problem.toText());
    }
}

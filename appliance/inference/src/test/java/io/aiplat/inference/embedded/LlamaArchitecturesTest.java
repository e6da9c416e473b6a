package io.aiplat.inference.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.gguf.GgufFixture;
import io.aiplat.supply.gguf.GgufHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaArchitecturesTest {
    @TempDir
    Path folder;

    /// MXFP4, in which gpt-oss is published, is younger than the llama.cpp inside the JAR.
    @Test
    void refusesATensorTypeThatItsLlamaDoesNotKnow() throws IOException {
        Path file = Files.write(folder.resolve("gpt-oss.gguf"), GgufFixture.oneTensor(39, 32, 17));
        GgufHeader header = GgufHeader.read(file);
        Problem problem = assertThrows(
                        ApplianceException.class, () -> LlamaArchitectures.refuseUnknown(file.toString(), header))
                .problem();
        assertEquals("MODELS_TENSOR_TYPE_UNKNOWN", problem.code().id());
        assertTrue(problem.what().contains("39 (MXFP4)"), problem.toText());
        Path older = Files.write(folder.resolve("older.gguf"), GgufFixture.oneTensor(35, 256, 66));
        LlamaArchitectures.refuseUnknown(older.toString(), GgufHeader.read(older));
    }
}

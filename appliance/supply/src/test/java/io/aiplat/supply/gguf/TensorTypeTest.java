package io.aiplat.supply.gguf;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What tensors of each type take, against llama.cpp's own facts: `GGML_QUANT_SIZES` of the Python package gguf
/// 0.19.0, and `block_q2_0` of ggml-common.h, which is younger.
class TensorTypeTest {
    private static final long BLOCKS = 3;

    @TempDir
    Path folder;

    private Path file(int type, long elements, int bytes) throws IOException {
        return Files.write(folder.resolve("x.gguf"), GgufFixture.oneTensor(type, elements, bytes));
    }

    private Problem refused(int type, long elements, int bytes) throws IOException {
        Path file = file(type, elements, bytes);
        return assertThrows(ApplianceException.class, () -> GgufHeader.read(file))
                .problem();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
            0 1 4
            1 1 2
            2 32 18
            3 32 20
            6 32 22
            7 32 24
            8 32 34
            9 32 40
            10 256 84
            11 256 110
            12 256 144
            13 256 176
            14 256 210
            15 256 292
            16 256 66
            17 256 74
            18 256 98
            19 256 50
            20 32 18
            21 256 110
            22 256 82
            23 256 136
            24 1 1
            25 1 2
            26 1 4
            27 1 8
            28 1 8
            29 256 56
            30 1 2
            34 256 54
            35 256 66
            39 32 17
            40 64 36
            41 128 18
            42 64 18
            """)
    void takesSoManyBytesForSoManyNumbers(int type, int elements, int bytes) throws IOException {
        int weights = Math.toIntExact(BLOCKS * bytes);
        GgufHeader header = GgufHeader.read(file(type, BLOCKS * elements, weights));
        assertEquals(type, header.newestType());
        Problem problem = refused(type, BLOCKS * elements, weights - 1);
        assertEquals("MODELS_FILE_BROKEN", problem.code().id());
        assertTrue(problem.why().contains("cut off"), problem.why());
    }

    @Test
    void knowsNoTypeThatTheTableHasNot() {
        int known = 0;
        for (int type = -1; type < 1000; type++) {
            known += TensorType.of(type) == null ? 0 : 1;
        }
        assertEquals(35, known);
    }

    /// Those that were given up, those that nobody has made yet, and nonsense.
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 31, 32, 33, 36, 37, 38, 43, 142, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refusesAnotherTypeByItsNumber(int type) throws IOException {
        Problem problem = refused(type, 256, 4096);
        assertEquals("MODELS_TENSOR_TYPE_UNKNOWN", problem.code().id());
        assertTrue(problem.what().contains("of the type " + type + ","), problem.what());
        assertTrue(problem.fixes().toString().contains("Serve it with Ollama"), problem.toText());
    }
}

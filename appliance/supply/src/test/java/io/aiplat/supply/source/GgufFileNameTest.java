package io.aiplat.supply.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufFileNameTest {
    /// Names as they are on Hugging Face.
    @ParameterizedTest
    @CsvSource({
        "Llama-3.2-1B-Instruct-Q4_K_M.gguf, Q4_K_M",
        "qwen2.5-0.5b-instruct-q4_k_m.gguf, Q4_K_M",
        "gemma-3-4b-it-UD-Q4_K_XL.gguf, UD-Q4_K_XL",
        "Phi-3-mini-4k-instruct-fp16.gguf, FP16",
        "mistral-7b-v0.1.Q5_0.gguf, Q5_0",
        "gpt-oss-20b-mxfp4.gguf, MXFP4",
        "bert-F16.gguf, F16",
        "model-IQ2_XXS.gguf, IQ2_XXS",
        "mixtral-Q8_0-requant-Q4_K_M.gguf, Q4_K_M",
        "Q8_0/model-00001-of-00002.gguf, Q8_0",
        "smoke.gguf, ",
        "QwQ-32B.gguf, ",
    })
    void haveAQuantisation(String path, String quant) {
        assertEquals(quant, parsed(path).quant());
    }

    @Test
    void sayWhichPartTheyAre() {
        GgufFileName third = parsed("Q8_0/model-Q8_0-00003-of-00012.gguf");
        assertEquals(3, third.part());
        assertEquals(12, third.parts());
        assertEquals("model-Q8_0", third.stem());
        assertEquals("Q8_0/model-Q8_0-00012-of-00012.gguf", third.pathOf(12));
        assertEquals(
                third.group(), parsed("Q8_0/model-Q8_0-00001-of-00012.gguf").group());
        assertEquals("x.gguf", parsed("x.gguf").pathOf(1));
    }

    @Test
    void tellWeightsFromTheRest() {
        assertTrue(parsed("mmproj-model-f16.gguf").isProjector());
        assertFalse(parsed("mmproj-model-f16.gguf").isWeights());
        assertFalse(parsed("imatrix_unsloth.gguf").isWeights());
        assertTrue(parsed("model.gguf").isWeights());
        assertNull(GgufFileName.parse("model.safetensors"));
    }

    private static GgufFileName parsed(String path) {
        return Objects.requireNonNull(GgufFileName.parse(path));
    }
}

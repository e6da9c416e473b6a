package io.aiplat.supply.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.supply.source.GgufFileName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GgufSelectionTest {
    private static String file(Optional<List<GgufFileName>> model) {
        return model.map(parts -> parts.getFirst().path()).orElse("none");
    }

    @Test
    void takesTheUsualQuantisation() {
        GgufSelection all = new GgufSelection(
                List.of("README.md", "m-Q8_0.gguf", "m-Q4_K_M.gguf", "m-Q2_K.gguf", "mmproj-F16.gguf", "imatrix.gguf"));
        assertEquals("m-Q4_K_M.gguf", file(all.usual()));
        assertEquals("m-Q8_0.gguf", file(all.of("q8_0")));
        assertEquals("m-Q2_K.gguf", file(all.of("m-Q2_K.gguf")));
        assertEquals("none", file(all.of("Q5_K_M")));
        assertEquals(List.of("Q2_K", "Q4_K_M", "Q8_0"), all.choices());
    }

    @Test
    void takesTheOnlyModelWhateverItsName() {
        assertEquals("smoke.gguf", file(new GgufSelection(List.of("smoke.gguf", "x.txt")).usual()));
        assertEquals("m-Q8_0.gguf", file(new GgufSelection(List.of("m-Q8_0.gguf", "m-F16.gguf")).usual()));
    }

    @Test
    void doesNotGuessBetweenTwoThatAreAsGood() {
        GgufSelection two = new GgufSelection(List.of("a-Q4_K_M.gguf", "b-Q4_K_M.gguf", "odd.gguf"));
        assertEquals("none", file(two.usual()));
        assertEquals("none", file(two.of("Q4_K_M")));
        assertEquals("b-Q4_K_M.gguf", file(two.of("b-Q4_K_M.gguf")));
        assertEquals(List.of("a-Q4_K_M.gguf", "b-Q4_K_M.gguf", "odd.gguf"), two.choices());
    }

    @Test
    void understandsWhatDynamicQuantisationsAreCalled() {
        GgufSelection dynamic = new GgufSelection(List.of("m-UD-Q4_K_XL.gguf", "m-UD-Q2_K_XL.gguf"));
        assertEquals("m-UD-Q4_K_XL.gguf", file(dynamic.usual()));
        assertEquals("m-UD-Q2_K_XL.gguf", file(dynamic.of("q2_k_xl")));
    }

    @Test
    void keepsThePartsOfASplitModelTogetherAndInOrder() {
        GgufSelection split = new GgufSelection(List.of(
                "Q4_K_M/m-Q4_K_M-00002-of-00003.gguf",
                "Q4_K_M/m-Q4_K_M-00003-of-00003.gguf",
                "Q4_K_M/m-Q4_K_M-00001-of-00003.gguf",
                "Q8_0/m-Q8_0-00001-of-00002.gguf"));
        List<GgufFileName> model = split.usual().orElseThrow();
        assertEquals(List.of(1, 2, 3), model.stream().map(GgufFileName::part).toList());
        assertTrue(GgufSelection.isComplete(model));
        assertFalse(GgufSelection.isComplete(split.of("Q8_0").orElseThrow()));
        assertEquals(model, split.of("Q4_K_M/m-Q4_K_M-00002-of-00003.gguf").orElseThrow());
    }

    @Test
    void prefersProjectorsOfHalfPrecision() {
        List<String> files = List.of("m-Q4_0.gguf", "mmproj-BF16.gguf", "mmproj-F16.gguf", "mmproj-F32.gguf");
        assertEquals("mmproj-F16.gguf", projector(files));
        assertEquals("mmproj-m.gguf", projector(List.of("m.gguf", "mmproj-m.gguf")));
        assertEquals("none", projector(List.of("m.gguf")));
    }

    private static String projector(List<String> files) {
        GgufFileName found = new GgufSelection(files).projector();
        return found == null ? "none" : found.path();
    }
}

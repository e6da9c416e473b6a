package io.aiplat.inference.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class LlamaHostTest {
    private static final List<String> MODERN = List.of("fpu", "sse", "avx", "avx2", "bmi2", "f16c", "fma");

    private static String problem(String arch, List<String> cpuFeatures, boolean libgomp) {
        Problem problem = new LlamaHost(arch, cpuFeatures, libgomp, () -> 0).problem();
        return problem == null ? "none" : problem.code().id();
    }

    @Test
    void findsNothingMissingOnAModernMachine() {
        assertEquals("none", problem("amd64", MODERN, true));
    }

    @Test
    void missesAvx2() {
        List<String> old = List.of("fpu", "sse", "avx");
        assertEquals("MODELS_PROCESSOR_TOO_OLD", problem("amd64", old, true));
        assertEquals("none", problem("arm64", old, true));
        assertEquals("none", problem("amd64", List.of(), true), "a platform that does not say is believed able");
    }

    @Test
    void missesLibgomp() {
        assertEquals("MODELS_LIBGOMP_MISSING", problem("amd64", MODERN, false));
    }
}

package io.aiplat.inference.embedded;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.model.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What the native code of llama.cpp needs of the machine. Without it the process would die of an illegal
/// instruction or a missing library, and would not say so.
///
/// @param arch        `amd64` or `arm64`
/// @param cpuFeatures flags of the processor; empty where the platform does not say
/// @param libgomp     whether the OpenMP runtime can be loaded
/// @param memoryFree  bytes that could be used now, asked before each load
public record LlamaHost(String arch, List<String> cpuFeatures, boolean libgomp, LongSupplier memoryFree) {
    /// With these the library was compiled, as its `system info` says.
    private static final Set<String> NEEDED_ON_AMD64 = Set.of("avx2", "bmi2", "f16c", "fma");

    public LlamaHost {
        cpuFeatures = List.copyOf(cpuFeatures);
    }

    /// What is missing; null for nothing.
    @Nullable
    Problem problem() {
        if (arch.equals("amd64") && !cpuFeatures.isEmpty()) {
            List<String> missing = NEEDED_ON_AMD64.stream()
                    .filter(feature -> !cpuFeatures.contains(feature))
                    .sorted()
                    .toList();
            if (!missing.isEmpty()) {
                return ModelsProblems.processorTooOld(missing);
            }
        }
        return libgomp ? null : ModelsProblems.libgompMissing();
    }
}

package io.aiplat.models.embedded;

import io.aiplat.model.Problem;
import io.aiplat.models.ModelsProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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

    private static final List<String> LIBRARY_FOLDERS = List.of(
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu",
            "lib/x86_64-linux-gnu",
            "lib/aarch64-linux-gnu",
            "usr/lib64",
            "usr/lib",
            "lib64",
            "lib");

    public LlamaHost {
        cpuFeatures = List.copyOf(cpuFeatures);
    }

    /// Looks at a Linux machine.
    ///
    /// @param root its file system, `/` but in tests
    /// @param arch the system property `os.arch`
    public static LlamaHost look(Path root, String arch) {
        return new LlamaHost(
                arch,
                firstWords(root.resolve("proc/cpuinfo"), "flags"),
                hasLibgomp(root),
                () -> memoryFree(root.resolve("proc/meminfo")));
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

    private static boolean hasLibgomp(Path root) {
        boolean found = LIBRARY_FOLDERS.stream()
                .anyMatch(folder -> Files.exists(root.resolve(folder).resolve("libgomp.so.1")));
        return found || cacheNames(root.resolve("etc/ld.so.cache"), "libgomp.so.1");
    }

    /// The dynamic linker's cache knows libraries in folders we do not.
    private static boolean cacheNames(Path cache, String library) {
        try {
            return Files.readString(cache, StandardCharsets.ISO_8859_1).contains(library);
        } catch (IOException _) {
            // No cache, no further folders.
            return false;
        }
    }

    private static long memoryFree(Path meminfo) {
        List<String> words = firstWords(meminfo, "MemAvailable");
        // Where the system does not say, nothing is refused for it.
        return words.isEmpty() ? Long.MAX_VALUE : Long.parseLong(words.getFirst()) << 10;
    }

    /// The words behind the colon of the first line that begins with `key`.
    private static List<String> firstWords(Path file, String key) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> List.of(
                            line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
                    .orElse(List.of());
        } catch (IOException _) {
            // Not a Linux: the platform does not say.
            return List.of();
        }
    }
}

package io.aiplat.host;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What the processor can do.
final class CpuFeatures {
    private CpuFeatures() {}

    /// The flags of the first processor as `/proc/cpuinfo` spells them; empty on other systems.
    static List<String> read(Path root) {
        return KernelFiles.lines(root.resolve("proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .map(flags -> Arrays.asList(flags.split(" ", -1)))
                .orElse(List.of());
    }
}

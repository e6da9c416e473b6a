package io.aiplat.launcher.render;

import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.HostFacts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The GPUs of a machine as a person reads them: a line for each, equal ones counted.
final class GpuText {
    /// Lines after the first stand below the first, behind the label.
    private static final String NEXT_LINE = "\n          ";

    private GpuText() {}

    static String of(HostFacts host) {
        Map<String, Long> counts = host.gpus().stream()
                .map(gpu -> line(gpu, host))
                .collect(Collectors.groupingBy(line -> line, LinkedHashMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(e -> (e.getValue() == 1 ? "" : e.getValue() + " x ") + e.getKey())
                        .collect(Collectors.joining(NEXT_LINE));
    }

    private static String line(Gpu gpu, HostFacts host) {
        return name(gpu)
                + memory(gpu, host)
                + (gpu.driver().isEmpty() ? ", no driver answers" : ", driver " + gpu.driver());
    }

    private static String name(Gpu gpu) {
        String vendor = switch (gpu.vendor()) {
            case "nvidia" -> "NVIDIA";
            case "amd" -> "AMD";
            case "intel" -> "Intel";
            default -> gpu.vendor();
        };
        return gpu.name().toLowerCase(Locale.ROOT).startsWith(gpu.vendor()) ? gpu.name() : vendor + " " + gpu.name();
    }

    private static String memory(Gpu gpu, HostFacts host) {
        if (gpu.memoryBytes() == 0) {
            return gpu.vendor().equals("nvidia") && !gpu.driver().isEmpty() ? ", memory unknown" : "";
        }
        return gpu.memoryBytes() == host.memoryBytes()
                ? ", the machine's memory"
                : ", " + Quantity.memory(gpu.memoryBytes());
    }
}

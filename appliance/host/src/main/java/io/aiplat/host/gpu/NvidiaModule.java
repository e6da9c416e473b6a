package io.aiplat.host.gpu;

import io.aiplat.host.KernelFiles;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// NVIDIA's kernel module, which tells its version and the names of the cards, and not how much memory they have.
final class NvidiaModule {
    private static final Pattern VERSION = Pattern.compile("NVRM version:.*?\\s([0-9]{3,}(?:\\.[0-9]+)+)\\b");

    private final Path folder;

    NvidiaModule(Path root) {
        folder = root.resolve("proc/driver/nvidia");
    }

    /// Its version; empty where it is not loaded.
    String version() {
        Matcher version = VERSION.matcher(KernelFiles.text(folder.resolve("version")));
        return version.find() ? version.group(1) : "";
    }

    /// Its cards; none where it is not loaded.
    List<Gpu> cards() {
        String version = version();
        return version.isEmpty()
                ? List.of()
                : KernelFiles.list(folder.resolve("gpus")).stream()
                        .flatMap(card -> KernelFiles.lines(card.resolve("information")).stream()
                                .filter(line -> line.startsWith("Model:"))
                                .map(line -> line.substring("Model:".length()).strip())
                                .map(name -> card(name, card.getFileName().toString(), version)))
                        .toList();
    }

    private static Gpu card(String name, String address, String version) {
        return new Gpu("nvidia", name, 0, 0, version, new GpuIdentity(-1, "", address, "", ""));
    }
}

package io.aiplat.provisioning.gpu.watch;

import io.aiplat.host.gpu.GpuFacts;
import io.aiplat.host.gpu.NvmlOutcome;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.provisioning.gpu.evidence.NvmlWords;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the watchdog goes by of what was seen of the driver.
public final class DriverVersions {
    private static final Pattern VERSION = Pattern.compile("\\.so\\.([0-9]{3,}(?:\\.[0-9]+)+)$");

    private DriverVersions() {}

    /// Version of the libraries, as the name of CUDA's says; empty where it does not tell.
    public static String libraries(GpuFacts facts) {
        GpuDriver driver = facts.driver();
        if (driver == null || driver.platform() != GpuPlatform.NATIVE) {
            return "";
        }
        return driver.libraries().stream()
                .filter(library -> library.soname().equals("libcuda.so.1"))
                .map(library -> VERSION.matcher(library.file()))
                .filter(Matcher::find)
                .map(version -> version.group(1))
                .findFirst()
                .orElse("");
    }

    /// Cards that the driver counts; -1 where nobody was asked.
    public static int cards(GpuFacts facts) {
        return facts.driver() == null
                        || (facts.nvml().state() == NvmlOutcome.State.ABSENT
                                && facts.readings().isEmpty())
                ? -1
                : facts.readings().size();
    }

    /// What the driver says instead of answering, a sentence; empty where it answers.
    public static String fault(GpuFacts facts) {
        return cards(facts) < 0 ? "" : NvmlWords.of(facts).why();
    }
}

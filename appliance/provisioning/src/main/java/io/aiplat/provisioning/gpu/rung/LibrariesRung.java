package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The driver's libraries: there, behind their links, and of the very version of the kernel module.
final class LibrariesRung implements Rung {
    /// Without the first nothing computes, without the second nobody is told of a card.
    private static final List<String> NEEDED = List.of("libcuda.so.1", "libnvidia-ml.so.1");

    /// The version of a driver at the end of a file's name: `libcuda.so.570.86.15`. Other libraries have versions of
    /// their own.
    private static final Pattern VERSION = Pattern.compile("\\.so\\.([0-9]{3,}(?:\\.[0-9]+)+)$");

    @Override
    public String name() {
        return "libraries";
    }

    @Override
    public String about() {
        return "its libraries are there, and of its version";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        GpuDriver driver = evidence.driver();
        if (driver == null) {
            return new RungResult.Broken(LadderProblems.librariesMissing(NEEDED, "of the driver"));
        }
        // A board's libraries come without NVML.
        List<String> missing = NEEDED.stream()
                .filter(soname -> driver.platform() != GpuPlatform.TEGRA || soname.equals(NEEDED.getFirst()))
                .filter(soname -> driver.libraries().stream()
                        .noneMatch(library -> library.soname().equals(soname)))
                .toList();
        if (!missing.isEmpty()) {
            return new RungResult.Broken(LadderProblems.librariesMissing(missing, driver.version()));
        }
        return driver.libraries().stream()
                .flatMap(library -> wrong(library, driver, evidence).stream())
                .findFirst()
                .orElseGet(() -> new RungResult.Holds(driver.libraries().size() + " libraries"
                        + (driver.version().isEmpty() ? "" : " of " + driver.version())));
    }

    private static Optional<RungResult> wrong(DriverLibrary library, GpuDriver driver, GpuEvidence evidence) {
        if (!evidence.isFile(library.file())) {
            return Optional.of(new RungResult.Broken(LadderProblems.libraryDangling(library.soname(), library.file())));
        }
        Matcher version = VERSION.matcher(library.file());
        // Those that Windows lends and those of a board have no version in their names, or another one.
        boolean other = driver.platform() == GpuPlatform.NATIVE
                && !driver.version().isEmpty()
                && version.find()
                && !version.group(1).equals(driver.version());
        return other
                ? Optional.of(new RungResult.Broken(
                        LadderProblems.libraryOfAnotherVersion(library.soname(), library.file(), driver.version())))
                : Optional.empty();
    }
}

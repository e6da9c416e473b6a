package io.aiplat.provisioning.gpu.rung;

import io.aiplat.host.gpu.DriverLibraryFault;
import io.aiplat.model.Problem;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.List;
import java.util.Optional;

/// The driver's libraries: there, behind their links, and of the very version of the kernel module.
final class LibrariesRung implements Rung {
    /// Without it nothing computes.
    private static final String CUDA = "libcuda.so.1";

    private static final List<String> NEEDED = List.of(CUDA, "libnvidia-ml.so.1");

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
        List<DriverLibraryFault> faults = evidence.faults().stream()
                // A board's libraries come without NVML.
                .filter(fault ->
                        driver.platform() != GpuPlatform.TEGRA || fault.soname().equals(CUDA))
                .toList();
        List<String> missing = faults.stream()
                .filter(fault -> fault.kind() == DriverLibraryFault.Kind.MISSING)
                .map(DriverLibraryFault::soname)
                .toList();
        Optional<Problem> wrong = faults.stream()
                .filter(fault -> fault.kind() != DriverLibraryFault.Kind.MISSING)
                .findFirst()
                .map(fault -> fault.kind() == DriverLibraryFault.Kind.DANGLING
                        ? LadderProblems.libraryDangling(fault.path())
                        : LadderProblems.libraryOfAnotherVersion(fault.soname(), fault.path(), driver.version()));
        return wrong.or(() -> missing.isEmpty()
                        ? Optional.empty()
                        : Optional.of(LadderProblems.librariesMissing(missing, driver.version())))
                .<RungResult>map(RungResult.Broken::new)
                .orElseGet(() -> new RungResult.Holds(driver.libraries().size() + " libraries"
                        + (driver.version().isEmpty() ? "" : " of " + driver.version())));
    }
}

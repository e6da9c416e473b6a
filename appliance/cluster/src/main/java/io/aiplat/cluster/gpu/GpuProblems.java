package io.aiplat.cluster.gpu;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What can stand in the way of handing on a GPU to a node.
public final class GpuProblems {
    private GpuProblems() {}

    /// That all libraries of a driver are there, so that no pod waits for a mount that cannot be made.
    ///
    /// @throws ApplianceException `CLUSTER_GPU_FILES_NOT_THERE`
    public static void requireLibraries(GpuDriver driver) {
        for (DriverLibrary library : driver.libraries()) {
            if (!Files.exists(Path.of(library.file()))) {
                throw new ApplianceException(
                        filesNotThere("There is no " + library.file() + ", to which " + library.soname() + " led."));
            }
        }
    }

    /// A file of the driver cannot be bound into the node.
    ///
    /// @param what is not there, a full sentence
    public static Problem filesNotThere(String what) {
        return new Problem(
                new ProblemCode("CLUSTER_GPU_FILES_NOT_THERE", Kind.UNAVAILABLE, ExitCode.HOST),
                "Files of NVIDIA's driver cannot be given to the node",
                what + " Either the driver was changed since the plan was made, or the engine runs where files of this"
                        + " machine are not (a virtual machine, a snap).",
                List.of(
                        "Plan again, with the driver as it is now: aiplat up",
                        "Look for remains of another driver: ls -l /usr/lib/*/libcuda.so*; sudo ldconfig",
                        "Do without GPUs: aiplat up --gpu off"));
    }
}

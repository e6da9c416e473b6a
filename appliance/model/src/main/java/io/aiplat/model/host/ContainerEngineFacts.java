package io.aiplat.model.host;

import io.aiplat.model.Problem;
import java.util.List;

/// Facts about the container engine of this machine.
public sealed interface ContainerEngineFacts {

    /// It answers.
    ///
    /// @param endpoint      where, as in `DOCKER_HOST`
    /// @param version       of the engine
    /// @param apiVersion    negotiated: the highest both sides speak
    /// @param cgroupVersion 1 or 2
    /// @param rootless      whether it runs without root
    /// @param osType        `linux`, or `windows` for an engine that cannot run our node
    /// @param runtimes      names of its OCI runtimes, `nvidia` among them where the toolkit is installed
    /// @param cdiDevices    device names it discovered through the Container Device Interface
    /// @param memoryBytes   of the machine (or virtual machine) it runs containers on
    /// @param clockSkewSeconds its clock minus ours
    record Answers(
            String endpoint,
            String version,
            String apiVersion,
            int cgroupVersion,
            boolean rootless,
            String osType,
            List<String> runtimes,
            List<String> cdiDevices,
            long memoryBytes,
            long clockSkewSeconds)
            implements ContainerEngineFacts {
        public Answers {
            runtimes = List.copyOf(runtimes);
            cdiDevices = List.copyOf(cdiDevices);
        }
    }

    /// It cannot be used.
    ///
    /// @param problem none there, too old, or no permission
    record Unusable(Problem problem) implements ContainerEngineFacts {}
}

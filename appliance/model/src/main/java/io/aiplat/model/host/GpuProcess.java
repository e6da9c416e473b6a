package io.aiplat.model.host;

import java.util.OptionalLong;

/// A process that computes on a graphics processor.
///
/// @param pid         as this machine counts, also of a process in a container
/// @param memoryBytes of the GPU that it holds; empty where the driver does not tell (Windows keeps those books
///     itself)
/// @param name        of its program; empty where it is not for us to see
/// @param pod         name of the pod it is in; empty outside of pods, and where it is not for us to see
/// @param podUid      unique id of that pod; empty outside of pods
/// @param container   id of the container it is in; empty outside of containers
public record GpuProcess(long pid, OptionalLong memoryBytes, String name, String pod, String podUid, String container) {
    /// One of which nobody has told more than its number.
    public GpuProcess(long pid, OptionalLong memoryBytes) {
        this(pid, memoryBytes, "", "", "", "");
    }
}

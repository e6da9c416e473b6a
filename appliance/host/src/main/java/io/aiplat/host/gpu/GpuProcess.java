package io.aiplat.host.gpu;

import java.util.OptionalLong;

/// A process that computes on a graphics processor.
///
/// @param pid         as this machine counts, also of a process in a container
/// @param memoryBytes of the GPU that it holds; empty where the driver does not tell (Windows keeps those books
///     itself)
public record GpuProcess(long pid, OptionalLong memoryBytes) {}

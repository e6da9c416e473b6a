package io.aiplat.governance.use;

/// What a workload has used of machines.
///
/// @param cpuMillis         milliseconds of a processor
/// @param memoryByteSeconds bytes of memory times the seconds that it had them
/// @param gpuMillis         milliseconds of GPUs that it was given, whether it computed on them or not
public record WorkloadUse(long cpuMillis, double memoryByteSeconds, long gpuMillis) {
    /// Nothing.
    public static final WorkloadUse NONE = new WorkloadUse(0, 0, 0);

    /// Both together.
    public WorkloadUse plus(WorkloadUse other) {
        return new WorkloadUse(
                cpuMillis + other.cpuMillis, memoryByteSeconds + other.memoryByteSeconds, gpuMillis + other.gpuMillis);
    }

    /// Whether it is nothing.
    public boolean isNone() {
        return cpuMillis == 0 && memoryByteSeconds == 0 && gpuMillis == 0;
    }
}

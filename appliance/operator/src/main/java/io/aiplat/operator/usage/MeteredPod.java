package io.aiplat.operator.usage;

import java.time.Instant;

/// Metered pod: what it has used since it began, and for whom.
///
/// @param id        that no other pod ever has
/// @param namespace that it is in
/// @param team      whose namespace that is; empty for none
/// @param resource  kind of the custom resource that it comes from, as plural name and group; empty for none
/// @param name      of that resource; empty for none
/// @param started   when it began
/// @param cpuNanos  nanoseconds of a processor since then
/// @param memory    bytes that it has now, without what the kernel would give back
/// @param gpus      that it was given
/// @param restarts  times that its containers were started again
public record MeteredPod(
        String id,
        String namespace,
        String team,
        String resource,
        String name,
        Instant started,
        long cpuNanos,
        long memory,
        int gpus,
        int restarts) {}

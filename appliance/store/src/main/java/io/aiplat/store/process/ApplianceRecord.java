package io.aiplat.store.process;

import io.aiplat.model.plan.Observed;
import java.time.Instant;

/// What an appliance process writes down about itself once it serves.
///
/// @param pid     its process id
/// @param started when the process was started, to tell it from a later one with the same id
/// @param url     base address of its endpoint
/// @param version of aiplat it runs
/// @param plan    fingerprint of what it was started to serve
public record ApplianceRecord(long pid, Instant started, String url, String version, String plan) {

    /// As the planner sees it.
    public Observed.ObservedAppliance observed() {
        return new Observed.ObservedAppliance(pid, url, version, plan);
    }
}

package io.aiplat.governance.use;

/// Workload whose use is summed: all pods that come from one resource.
///
/// @param tenant the team whose namespace they are in; empty for none
/// @param kind   what they are there for
/// @param name   of the agent or model; of other pods the namespace, and empty within a tenant
public record MeteredWorkload(String tenant, WorkloadKind kind, String name) {
    /// What is counted under other names is too much to be told apart.
    public static final String REST = "other";

    /// The workload that stands for all of a kind that are too many.
    public MeteredWorkload rest() {
        return new MeteredWorkload(REST, kind, REST);
    }
}

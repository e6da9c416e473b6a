package io.aiplat.operator.workload;

/// Replacement of copies in a rolling update, by the room there is for it
/// (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment).
public enum Replacement {
    /// A new copy comes before an old one goes.
    SURGE,
    /// An old copy goes before a new one comes: there is no room for one more.
    ONE_BY_ONE,
    /// All old copies may go: those that are to be left hold what the new ones need.
    ALL_AT_ONCE
}

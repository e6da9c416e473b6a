package io.aiplat.model.plan;

/// Idempotent step of `up`, nested by who performs it, or the one task of another command. A new kind stops the build
/// at
/// the one switch that must learn it.
public sealed interface Step permits ClusterStep, BundleStep, ModelStep, ServeStep, ArchiveStep, TaskStep {

    /// What a person reads while it runs: a few words beginning with a verb.
    String title();
}

package io.aiplat.operator.bundles;

import io.aiplat.model.Problem;

/// State of a bundle in the cluster.
public sealed interface BundleState {
    /// Nothing of it is there, and nobody is installing it.
    record Absent() implements BundleState {}

    /// It is being installed or removed.
    ///
    /// @param step that is being done, as a title
    record Moving(String step) implements BundleState {}

    /// Its workloads are there.
    ///
    /// @param named whether a person asked for it in the settings, whatever resources say
    record Here(boolean named) implements BundleState {}

    /// The last try to install it did not go well.
    record Failed(Problem problem) implements BundleState {}
}

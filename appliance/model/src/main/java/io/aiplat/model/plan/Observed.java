package io.aiplat.model.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Observed state: what is already there.
/// The world is the truth, not the journal, so `up` is safe to repeat.
///
/// @param appliance the appliance process of this home; null when none runs
/// @param podMemory bytes that a pod may have on the node of the cluster with most to spare; 0 where that is not
///     known
/// @param bundles   names of those that earlier runs have put into the cluster because a person wanted them
public record Observed(Cluster cluster, @Nullable ObservedAppliance appliance, long podMemory, List<String> bundles) {
    public Observed {
        bundles = List.copyOf(bundles);
    }

    /// A cluster without bundles that a person wanted.
    public Observed(Cluster cluster, @Nullable ObservedAppliance appliance, long podMemory) {
        this(cluster, appliance, podMemory, List.of());
    }

    /// A cluster whose nodes nobody has looked at.
    public Observed(Cluster cluster, @Nullable ObservedAppliance appliance) {
        this(cluster, appliance, 0);
    }

    /// The cluster of the wanted name.
    public sealed interface Cluster {
        /// Nothing of that name.
        record Absent() implements Cluster {}

        /// Something of that name that we did not make.
        ///
        /// @param what what it is, for the problem text
        record Foreign(String what) implements Cluster {}

        /// Ours, and not running.
        ///
        /// @param apiPort   that it will publish when it is started; 0 where the provider publishes none
        /// @param modelPort likewise
        record Stopped(int apiPort, int modelPort) implements Cluster {
            /// One whose ports nobody needs.
            public Stopped() {
                this(0, 0);
            }
        }

        /// Ours, and running; whether it is Ready is for the steps to find out.
        ///
        /// @param apiPort   as published now
        /// @param modelPort as published now; 0 where the provider publishes none
        record Running(int apiPort, int modelPort) implements Cluster {}
    }

    /// A running appliance process.
    ///
    /// @param pid     its process id
    /// @param url     base address of its endpoint
    /// @param version of aiplat it runs
    /// @param plan    fingerprint of what it was started to serve
    public record ObservedAppliance(long pid, String url, String version, String plan) {}
}

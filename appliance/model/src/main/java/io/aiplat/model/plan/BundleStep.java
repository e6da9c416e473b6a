package io.aiplat.model.plan;

import java.time.Duration;
import java.util.List;

/// Bundle step: what is done with the manifests of a bundle in the cluster.
public sealed interface BundleStep extends Step {
    /// Name of the bundle.
    String bundle();

    /// Delete what a bundle has brought that nobody wants any more; what it has stored stays.
    record RemoveBundle(String bundle) implements BundleStep {
        @Override
        public String title() {
            return "Remove bundle " + bundle;
        }
    }

    /// Apply a bundle's manifests, patched.
    record ApplyBundle(String bundle, List<Patch> patches) implements BundleStep {
        public ApplyBundle {
            patches = List.copyOf(patches);
        }

        @Override
        public String title() {
            return "Apply bundle " + bundle;
        }
    }

    /// Wait until the workloads of a bundle are available.
    record AwaitBundle(String bundle, Duration limit) implements BundleStep {
        @Override
        public String title() {
            return "Wait for " + bundle;
        }
    }

    /// See that a service of a bundle can be reached from outside of the cluster.
    ///
    /// @param port of the service
    record ReachService(String bundle, String service, int port, Duration limit) implements BundleStep {
        @Override
        public String title() {
            return "Reach " + service + ":" + port + " of " + bundle;
        }
    }
}

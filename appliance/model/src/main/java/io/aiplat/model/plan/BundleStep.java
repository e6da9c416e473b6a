package io.aiplat.model.plan;

import java.time.Duration;
import java.util.List;

/// Bundle step: what is done with the manifests of a bundle in the cluster.
public sealed interface BundleStep extends Step {
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
}

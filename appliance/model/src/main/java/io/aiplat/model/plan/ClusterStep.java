package io.aiplat.model.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.catalog.ImageReference;
import java.time.Duration;

/// Cluster step: what the provider of the cluster does.
public sealed interface ClusterStep extends Step {
    /// Bring the cluster's container to life: network, volume, container; adopt what is there and ours. Where the
    /// cluster was there before: have a namespace in it.
    record EnsureCluster(ClusterSpec cluster) implements ClusterStep {
        @Override
        public String title() {
            return cluster.kind() == ClusterKind.EXISTING
                    ? "Use namespace " + cluster.namespace() + " of " + cluster.name()
                    : "Start cluster " + cluster.name() + " (" + cluster.kind().word() + ")";
        }
    }

    /// Wait until the API answers and the node is Ready.
    record AwaitNode(Duration limit) implements ClusterStep {
        @Override
        public String title() {
            return "Wait for the node";
        }
    }

    /// Copy an image of the local engine into the node, so that no registry is asked.
    record CopyImage(ImageReference image) implements ClusterStep {
        @Override
        public String title() {
            return "Copy image " + image.nameAndTag() + " into the node";
        }
    }
}

package io.aiplat.model.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.catalog.ImageReference;
import java.time.Duration;
import java.util.List;

/// Idempotent step of `up`. A new kind stops the build at the one switch that must learn it.
public sealed interface Step {

    /// What a person reads while it runs: a few words beginning with a verb.
    String title();

    /// Bring the cluster's container to life: network, volume, container; adopt what is there and ours. Where the
    /// cluster was there before: have a namespace in it.
    record EnsureCluster(ClusterSpec cluster) implements Step {
        @Override
        public String title() {
            return cluster.kind() == ClusterKind.EXISTING
                    ? "Use namespace " + cluster.namespace() + " of " + cluster.name()
                    : "Start cluster " + cluster.name() + " (" + cluster.kind().word() + ")";
        }
    }

    /// Wait until the API answers and the node is Ready.
    record AwaitNode(Duration limit) implements Step {
        @Override
        public String title() {
            return "Wait for the node";
        }
    }

    /// Copy an image of the local engine into the node, so that no registry is asked.
    record CopyImage(ImageReference image) implements Step {
        @Override
        public String title() {
            return "Copy image " + image.nameAndTag() + " into the node";
        }
    }

    /// Apply a bundle's manifests, patched.
    record ApplyBundle(String bundle, List<Patch> patches) implements Step {
        public ApplyBundle {
            patches = List.copyOf(patches);
        }

        @Override
        public String title() {
            return "Apply bundle " + bundle;
        }
    }

    /// Wait until the workloads of a bundle are available.
    record AwaitBundle(String bundle, Duration limit) implements Step {
        @Override
        public String title() {
            return "Wait for " + bundle;
        }
    }

    /// Start an Ollama of this machine that is installed but does not answer.
    ///
    /// @param binary path of the program
    record StartOllama(String binary) implements Step {
        @Override
        public String title() {
            return "Start " + binary;
        }
    }

    /// Give one of the packed test models to the model engine.
    record PutModel(String model) implements Step {
        @Override
        public String title() {
            return "Bring model " + model;
        }
    }

    /// Have the model engine fetch a model.
    record PullModel(String model) implements Step {
        @Override
        public String title() {
            return "Pull model " + model;
        }
    }

    /// Start the appliance process in the background. It comes up while what it serves is still coming up.
    ///
    /// @param limit how long one that was started earlier has to answer before it counts as stuck
    record StartAppliance(String listen, int port, Duration limit) implements Step {
        @Override
        public String title() {
            return "Start the gateway on " + listen + ":" + port;
        }
    }

    /// Wait until the endpoint has answered that it can serve.
    record AwaitAppliance(Duration limit) implements Step {
        @Override
        public String title() {
            return "Wait for the gateway";
        }
    }
}

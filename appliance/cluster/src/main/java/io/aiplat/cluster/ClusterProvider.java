package io.aiplat.cluster;

import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.StepResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One way of having a cluster, for one cluster name and one owner. What does not carry that owner's label is never
/// changed. Every method may throw an [ApplianceException] whose problem says what failed.
///
/// ```
/// observe -> Absent | Stopped -> ensure -> Running -> ready (polled) -> copyImage, kube().apply -> reach
/// ```
public interface ClusterProvider extends AutoCloseable {
    /// The port of the model engine's service inside the cluster.
    int MODEL_SERVICE_PORT = 11434;

    /// Name of the model engine's service.
    String MODEL_SERVICE = "ollama";

    /// Which way this is.
    ClusterKind kind();

    /// Which cluster this leads to, to be written down at the first `up` and compared ever after.
    ///
    /// @throws ApplianceException `CLUSTER_IS_ANOTHER` or `CLUSTER_OTHER_ENGINE` if this home's is another one
    ClusterIdentity identity();

    /// Whether our objects live in a namespace that is not ours to label or to delete.
    boolean adopted();

    /// What is there now; changes nothing.
    Observed.Cluster observe();

    /// Makes it so: creates what is missing, starts what is stopped, replaces what was made for another wish (and
    /// keeps its data). Ports of 0 in the wish mean those it has, or free ones.
    ///
    /// @throws ApplianceException `CLUSTER_NOT_OURS` if something of that name does not carry our label
    StepResult ensure(ClusterSpec spec, Progress progress);

    /// Looks once whether the API answers and can run pods.
    Readiness ready();

    /// Gives the cluster an image of the local engine, so that no registry is asked.
    StepResult copyImage(ImageReference image, Progress progress);

    /// Gives the node an image from an archive, unless it has the very same; it is compared by digest afterwards, and
    /// kept when the disk is full.
    ///
    /// @throws ApplianceException `CLUSTER_IMAGE_NOT_IMPORTED`, and what the archive throws
    StepResult importImage(ArchivedImage image, Progress progress);

    /// The folder of this machine out of which a node takes images before it starts its first pod; empty where there
    /// is none that could be written to.
    default Optional<Path> imagesFolder() {
        return Optional.empty();
    }

    /// What the node has of GPUs, looked at now; nothing is known of nodes that others have made.
    default NodeGpus gpus() {
        return NodeGpus.UNKNOWN;
    }

    /// For kubectl and the like, with addresses as they are now.
    String kubeconfig();

    /// The Kubernetes API; belongs to the provider, which closes it.
    KubernetesApi kube();

    /// A way to a service inside, of any bundle; the caller closes it. Nothing is asked of the cluster yet: a service
    /// that is not there, or whose pods are not ready, is a connection that is closed at once.
    ///
    /// @param port of the service, not of its pods
    ServiceReach reach(String namespace, String service, int port);

    /// What [#remove] would delete, one line each; empty if there is nothing of ours.
    ///
    /// @param purge whether data too
    List<String> removal(boolean purge);

    /// Deletes what is ours. What somebody else holds is named, and all else is deleted nevertheless.
    ///
    /// @throws ApplianceException `CLUSTER_PARTS_HELD` or `CLUSTER_NAMESPACE_HELD` where something is left
    /// @param purge whether data too; without it a later [#ensure] finds its data again
    StepResult remove(boolean purge, Progress progress);

    /// Stops it; a later [#ensure] starts it again.
    StepResult stop();

    /// Restarts what runs, keeping data and addresses.
    StepResult restart();

    /// Hands on the log of what the cluster runs on, line by line.
    ///
    /// @param tail   how many lines of the past
    /// @param follow whether to go on until this thread is interrupted
    void logs(int tail, boolean follow, Consumer<String> lines);

    @Override
    void close();
}

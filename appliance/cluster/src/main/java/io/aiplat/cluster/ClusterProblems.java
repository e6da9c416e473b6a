package io.aiplat.cluster;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can go wrong with a cluster and what runs in it.
public final class ClusterProblems {
    private ClusterProblems() {}

    /// Something of the wanted name was not made by this home.
    ///
    /// @param what it is: `container aiplat`
    /// @param why  it is not ours
    public static Problem notOurs(String what, String why) {
        return problem(
                "CLUSTER_NOT_OURS",
                ExitCode.HOST,
                "There is already a " + what + " that this aiplat did not make",
                why,
                "Use another name: aiplat up --name aiplat2 (for an existing cluster: --namespace aiplat2)",
                "If it is no longer needed, delete it yourself; aiplat never deletes what it did not make");
    }

    /// The node's container has ended.
    ///
    /// @param how how it ended and the tail of its log
    public static Problem nodeDied(String name, String how) {
        return problem(
                "CLUSTER_NODE_DIED",
                ExitCode.STEP_FAILED,
                "The node of cluster " + name + " does not stay up",
                how,
                "Read its whole log: aiplat logs cluster",
                "Start it afresh, keeping its data: aiplat down && aiplat up",
                "Start it afresh without its data: aiplat down --purge && aiplat up");
    }

    /// A pod starts and ends again and again.
    ///
    /// @param how how it ended and the tail of its log
    public static Problem podCrashing(String pod, String how) {
        return problem(
                "CLUSTER_POD_CRASHING",
                ExitCode.STEP_FAILED,
                "Pod " + pod + " keeps crashing",
                how,
                "Read its log: aiplat kubectl -- logs --all-containers --previous -n " + pod.replace("/", " "),
                "If it ran out of memory, free some and run: aiplat up");
    }

    /// The cluster cannot get an image.
    public static Problem imageNotPulled(String pod, String image, String reason) {
        return problem(
                "CLUSTER_IMAGE_NOT_PULLED",
                ExitCode.STEP_FAILED,
                "Pod " + pod + " cannot start because its image " + image + " cannot be had",
                reason,
                "Bring it into the local engine, from where it is copied: docker pull " + image,
                "If its registry needs a login or a proxy, set network in aiplat.yaml",
                "Use another name for it: images in aiplat.yaml");
    }

    /// The node did not take an image from us.
    public static Problem imageNotImported(String image, String said) {
        return problem(
                "CLUSTER_IMAGE_NOT_IMPORTED",
                ExitCode.STEP_FAILED,
                "Image " + image + " could not be copied into the node",
                said,
                "Try again: aiplat up",
                "Check that the engine's copy is whole: docker save " + image + " | tar -t");
    }

    /// A kubeconfig that leads nowhere.
    ///
    /// @param where file and context
    public static Problem kubeconfigUnusable(String where, String why) {
        return problem(
                "CLUSTER_KUBECONFIG_UNUSABLE",
                ExitCode.SETTINGS,
                "No cluster can be reached with " + where,
                why,
                "See what there is: kubectl config get-contexts",
                "Name both: aiplat up --cluster existing --kubeconfig FILE --context NAME");
    }

    /// The cluster cannot be put into a kubeconfig of the person's.
    public static Problem kubeconfigNotMerged(Path file, String why) {
        return problem(
                "CLUSTER_KUBECONFIG_NOT_MERGED",
                ExitCode.STEP_FAILED,
                "The cluster was not merged into " + file,
                why,
                "Leave that file alone: export KUBECONFIG=\"$(aiplat kubeconfig --path)\"",
                "Merge it into another: KUBECONFIG=FILE aiplat kubeconfig --merge");
    }

    /// The API does not answer.
    public static Problem apiNotReachable(String url, String why) {
        return problem(
                "CLUSTER_API_NOT_REACHABLE",
                ExitCode.STEP_FAILED,
                "The Kubernetes API at " + url + " does not answer",
                why,
                "Start the cluster: aiplat up",
                "Check what is in the way: aiplat doctor");
    }

    /// The API refused something.
    ///
    /// @param doing beginning with a verb: `apply Deployment/ollama`
    public static Problem apiRefused(String doing, String said) {
        return problem(
                "CLUSTER_API_REFUSED",
                ExitCode.STEP_FAILED,
                "Kubernetes refused to " + doing,
                said,
                "If it says forbidden, ask the cluster's administrator for that permission",
                "Try again: aiplat up");
    }

    private static Problem problem(String id, ExitCode exit, String what, String why, String... fixes) {
        return new Problem(
                new ProblemCode(id, exit), what, why.isBlank() ? "No reason was given." : why, List.of(fixes));
    }
}

package io.aiplat.cluster.kubernetes;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What can go wrong with a cluster and what runs in it.
public final class ClusterProblems {
    /// Of [#imageNotPulled].
    public static final ProblemCode IMAGE_NOT_PULLED = new ProblemCode("CLUSTER_IMAGE_NOT_PULLED", Kind.FAILED);

    private ClusterProblems() {}

    /// Something of the wanted name was not made by this home.
    ///
    /// @param what it is: `container aiplat`
    /// @param why  it is not ours
    /// @param ways to another name
    public static Problem notOurs(String what, String why, List<String> ways) {
        List<String> fixes = new ArrayList<>(ways);
        fixes.add("If it is no longer needed, delete it yourself; aiplat never deletes what it did not make");
        return problem(
                new ProblemCode("CLUSTER_NOT_OURS", Kind.CONFLICT, ExitCode.HOST),
                "There is already a " + what + " that this aiplat did not make",
                why,
                fixes.toArray(String[]::new));
    }

    /// The way that leads to the cluster of this home leads to another one now.
    ///
    /// @param made  the cluster of this home
    /// @param there the one that answers
    public static Problem isAnother(ClusterIdentity made, ClusterIdentity there) {
        String uid = made.uid() == null ? "" : " (" + made.uid() + ")";
        String now = there.uid() == null ? "" : " (" + there.uid() + ")";
        return problem(
                new ProblemCode("CLUSTER_IS_ANOTHER", Kind.MISCONFIGURED),
                "This home's cluster is not the one that " + made.words() + " leads to now",
                "It was made in the cluster at " + made.server() + uid + "; what answers at " + there.server() + now
                        + " is another. Nothing was changed in either.",
                "Name a way that leads to the first: aiplat up --cluster existing --kubeconfig FILE --context NAME",
                "If it is gone for good, forget it: aiplat down --forget");
    }

    /// The API does not know who asks, or no longer does.
    static Problem loginRefused(String url, String said) {
        return problem(
                new ProblemCode("CLUSTER_LOGIN_REFUSED", Kind.DENIED, ExitCode.STEP_FAILED),
                "The Kubernetes API at " + url + " does not accept this login",
                said,
                "Log in again as your cluster has it; tokens and certificates expire",
                "See whether kubectl gets in: kubectl --context NAME auth whoami",
                "Remove all that is on this machine, and forget the cluster: aiplat down --forget");
    }

    /// What somebody else's finalizer or object keeps.
    ///
    /// @param held by what, in the cluster's words
    public static Problem namespaceHeld(String namespace, String held) {
        return problem(
                new ProblemCode("CLUSTER_NAMESPACE_HELD", Kind.CONFLICT, ExitCode.STEP_FAILED),
                "Namespace " + namespace + " is still being deleted",
                held,
                "See what is left in it: aiplat kubectl get all,configmaps,secrets,pvc -n " + namespace,
                "Once what holds it is gone, run the same command again",
                "Or use another one meanwhile: aiplat up --namespace NAME");
    }

    /// Objects of ours in a namespace that stays are not gone yet.
    ///
    /// @param held which
    public static Problem objectsHeld(String namespace, String held) {
        return problem(
                new ProblemCode("CLUSTER_OBJECTS_HELD", Kind.CONFLICT, ExitCode.STEP_FAILED),
                "Not all that is ours in namespace " + namespace + " is gone",
                held,
                "See what holds it: aiplat kubectl describe -n " + namespace + " KIND/NAME",
                "Once that is gone, run the same command again");
    }

    /// Somebody else uses a part of a cluster that was to be removed.
    ///
    /// @param held the parts, each with who uses it
    public static Problem partsHeld(String name, List<String> held) {
        return problem(
                new ProblemCode("CLUSTER_PARTS_HELD", Kind.CONFLICT, ExitCode.STEP_FAILED),
                "Not all of cluster " + name + " could be removed",
                String.join("\n", held),
                "Detach what is not aiplat's: docker network disconnect --force " + name + " CONTAINER",
                "Then run the same command again; all else is removed");
    }

    /// The cluster of this home is in another container engine than the one that answers now.
    ///
    /// @param made where it was made, as in `DOCKER_HOST`
    /// @param now  what answers
    public static Problem otherEngine(String name, String made, String now) {
        return problem(
                new ProblemCode("CLUSTER_OTHER_ENGINE", Kind.MISCONFIGURED),
                "The cluster " + name + " of this home is in another container engine",
                "It was made in the engine at " + made + "; the one that is chosen now is at " + now
                        + " and is not the same.",
                "Choose the first again: export DOCKER_HOST=" + made,
                "If it is gone for good, forget it: aiplat down --forget");
    }

    /// The node's container has ended.
    ///
    /// @param how how it ended and the tail of its log
    public static Problem nodeDied(String name, String how) {
        return problem(
                new ProblemCode("CLUSTER_NODE_DIED", Kind.FAILED),
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
                new ProblemCode("CLUSTER_POD_CRASHING", Kind.FAILED),
                "Pod " + pod + " keeps crashing",
                how,
                "Read its log: aiplat kubectl -- logs --all-containers --previous -n " + pod.replace("/", " "),
                "If it ran out of memory (OOMKilled), give it more: aiplat up --set cluster.memory=8Gi");
    }

    /// A quota, a limit range or a policy lets something not be made.
    ///
    /// @param what `a pod of Deployment/ollama`
    /// @param said in the cluster's words
    public static Problem podNotAdmitted(String what, String said) {
        return problem(
                new ProblemCode("CLUSTER_NOT_ADMITTED", Kind.DENIED, ExitCode.STEP_FAILED),
                "Kubernetes does not let " + what + " be made",
                said,
                SettingsAdvice.on(said));
    }

    /// No node takes a pod.
    ///
    /// @param said in the scheduler's words
    public static Problem podNotPlaced(String pod, String said) {
        return problem(
                new ProblemCode("CLUSTER_POD_NOT_PLACED", Kind.FAILED),
                "No node of the cluster takes pod " + pod,
                said,
                SettingsAdvice.on(said));
    }

    /// A claim of a pod gets no volume.
    ///
    /// @param said which, and in the cluster's words why
    public static Problem claimNotBound(String pod, String said) {
        return problem(
                new ProblemCode("CLUSTER_CLAIM_NOT_BOUND", Kind.FAILED),
                "Pod " + pod + " gets no volume for its models",
                said,
                "See which storage classes there are: aiplat kubectl get storageclass",
                "Name one of them: aiplat up --set cluster.storage-class=NAME",
                "Or have the administrator make one the default; then run the same command again");
    }

    /// A container cannot be made from what its pod says.
    public static Problem containerNotCreated(String pod, String said) {
        return problem(
                new ProblemCode("CLUSTER_CONTAINER_NOT_CREATED", Kind.FAILED),
                "The container of pod " + pod + " cannot be made",
                said,
                "See all that is said of it: aiplat kubectl describe pod -n " + pod.replace("/", " "),
                "If the image is another than usual, see that it runs as any user: images in aiplat.yaml");
    }

    /// The cluster cannot get an image.
    public static Problem imageNotPulled(String pod, String image, String reason) {
        return problem(
                IMAGE_NOT_PULLED,
                "Pod " + pod + " cannot start because its image " + image + " cannot be had",
                reason,
                "Bring it into the local engine, from where it is copied: docker pull " + image,
                "If its registry needs a login or a proxy, set network in aiplat.yaml; in a cluster that was there"
                        + " before: aiplat up --set cluster.pull-secrets=SECRET",
                "Use another name for it: images in aiplat.yaml");
    }

    /// The node did not take an image from us.
    public static Problem imageNotImported(String image, String said) {
        return problem(
                new ProblemCode("CLUSTER_IMAGE_NOT_IMPORTED", Kind.FAILED),
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
                new ProblemCode("CLUSTER_KUBECONFIG_UNUSABLE", Kind.MISCONFIGURED),
                "No cluster can be reached with " + where,
                why,
                "See what there is: kubectl config get-contexts",
                "Name both: aiplat up --cluster existing --kubeconfig FILE --context NAME",
                "If this home's cluster is gone for good, forget it: aiplat down --forget");
    }

    /// The cluster cannot be put into a kubeconfig of the person's.
    public static Problem kubeconfigNotMerged(Path file, String why) {
        return problem(
                new ProblemCode("CLUSTER_KUBECONFIG_NOT_MERGED", Kind.CONFLICT, ExitCode.STEP_FAILED),
                "The cluster was not merged into " + file,
                why,
                "Leave that file alone: export KUBECONFIG=\"$(aiplat kubeconfig --path)\"",
                "Merge it into another: KUBECONFIG=FILE aiplat kubeconfig --merge");
    }

    /// The API does not answer.
    public static Problem apiNotReachable(String url, String why) {
        return problem(
                new ProblemCode("CLUSTER_API_NOT_REACHABLE", Kind.UNAVAILABLE, ExitCode.STEP_FAILED),
                "The Kubernetes API at " + url + " does not answer",
                why,
                "Start the cluster: aiplat up (one that was there before: as whoever runs it does)",
                "Check what is in the way: aiplat doctor",
                "If it is gone for good, forget it: aiplat down --forget");
    }

    /// The API refused something.
    ///
    /// @param doing beginning with a verb: `apply Deployment/ollama`
    public static Problem apiRefused(String doing, String said) {
        return problem(
                new ProblemCode("CLUSTER_API_REFUSED", Kind.FAILED),
                "Kubernetes refused to " + doing,
                said,
                "See what is there: aiplat kubectl get all -A",
                "Try again: aiplat up");
    }

    /// Whoever asks may not do that.
    ///
    /// @param doing beginning with a verb: `apply Deployment/ollama`
    public static Problem apiForbade(String doing, String said) {
        return problem(
                new ProblemCode("CLUSTER_FORBIDDEN", Kind.DENIED, ExitCode.STEP_FAILED),
                "This login may not " + doing,
                said,
                "Ask the cluster's administrator for that permission",
                "If it is one namespace you may use, name it: aiplat up --namespace NAME");
    }

    /// Whoever asks would give rights that he does not have, which Kubernetes lets nobody do.
    ///
    /// @param doing beginning with a verb: `apply Role/aiplat-operator-cluster`
    /// @param said  the rights, a line each, behind a first line
    public static Problem rightsNotHeld(String doing, String said) {
        List<String> lines = said.lines().toList();
        int shown = Math.min(lines.size(), 4);
        return problem(
                new ProblemCode("CLUSTER_RIGHTS_NOT_HELD", Kind.DENIED, ExitCode.STEP_FAILED),
                "This login may not " + doing,
                String.join("\n", lines.subList(0, shown))
                        + (lines.size() > shown ? "\nand " + (lines.size() - shown) + " more" : ""),
                "Have an administrator of the cluster let those who administer namespaces use aiplat, once:"
                        + " aiplat operator crds | kubectl apply --server-side -f -",
                "Try again: aiplat up");
    }

    private static Problem problem(ProblemCode code, String what, String why, String... fixes) {
        return new Problem(code, what, why.isBlank() ? "No reason was given." : why, List.of(fixes));
    }
}

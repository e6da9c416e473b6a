package io.aiplat.cluster.kubernetes;

import io.aiplat.cluster.delivery.DeliveryProblems;
import io.aiplat.cluster.gpu.GpuProblems;
import io.aiplat.cluster.ingress.IngressProblems;
import io.aiplat.cluster.node.NativeProblems;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterProblemsTest {
    private static final List<Class<?>> PROBLEMS = List.of(
            ClusterProblems.class,
            NativeProblems.class,
            GpuProblems.class,
            DeliveryProblems.class,
            IngressProblems.class);

    @Test
    void everyProblemHasItsText() {
        Golden.problems(
                PROBLEMS,
                List.of(
                        IngressProblems.noClasses(),
                        IngressProblems.otherClasses("traefik", List.of("nginx", "haproxy")),
                        IngressProblems.noCertManager("ClusterIssuer/letsencrypt"),
                        IngressProblems.noIssuer("Issuer/company"),
                        DeliveryProblems.kindUnknown("Thing shop/one", "example.org/v1 Thing"),
                        DeliveryProblems.fieldsOfAnother(
                                "Deployment shop/web",
                                "Apply failed with 1 conflict: conflict with \"kubectl\" using apps/v1: .spec.replicas"),
                        DeliveryProblems.notReady(List.of(
                                "Deployment/web has 0 of 1 pods available.", "Job shop/load has not ended yet.")),
                        DeliveryProblems.failed("Job shop/load", "Job has reached the specified backoff limit"),
                        DeliveryProblems.unknown("shop", List.of("stages")),
                        DeliveryProblems.ofAnotherDelivery("Deployment shop/web", "stages"),
                        GpuProblems.filesNotThere(
                                "There is no /usr/lib/x86_64-linux-gnu/libcuda.so.570.86.15, to which libcuda.so.1 led."),
                        NativeProblems.k3sMissing("k3s on the PATH"),
                        NativeProblems.notHere("This process is not root's, and k3s mounts, routes and filters."),
                        NativeProblems.unitNotStarted("aiplat-k3s.service", "Failed to enable unit: Access denied"),
                        NativeProblems.tracesLeft("aiplat", List.of("mount /var/lib/kubelet/pods/90e7/volumes/x")),
                        ClusterProblems.notOurs(
                                "container aiplat",
                                "It has no label io.aiplat.owner=1f2e.",
                                List.of("Use another name: aiplat up --name aiplat2")),
                        ClusterProblems.nodeDied("aiplat", "Its container ended with exit code 1."),
                        ClusterProblems.podCrashing(
                                "aiplat/ollama-7d9", "Container ollama ended with exit code 137 (OOMKilled)."),
                        ClusterProblems.imageNotPulled(
                                "aiplat/ollama-7d9", "ollama/ollama:0.35.1", "ImagePullBackOff: no such host"),
                        ClusterProblems.podNotAdmitted(
                                "a pod of Deployment/ollama",
                                "pods \"ollama-7d9\" is forbidden: failed quota: team: must specify limits.cpu for: ollama"),
                        ClusterProblems.podNotPlaced(
                                "aiplat/ollama-7d9",
                                "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: db}."),
                        ClusterProblems.claimNotBound(
                                "aiplat/ollama-7d9",
                                "Claim ollama-models: no persistent volumes available for this claim and no storage class"
                                        + " is set"),
                        ClusterProblems.containerNotCreated(
                                "aiplat/ollama-7d9",
                                "CreateContainerConfigError: container has runAsNonRoot and image will run as root"),
                        ClusterProblems.imageNotImported("ollama/ollama:0.35.1", "ctr ended with exit code 1: EOF"),
                        ClusterProblems.kubeconfigUnusable(
                                "context prod of /home/ada/.kube/config",
                                "/home/ada/.kube/config has the contexts [test]."),
                        ClusterProblems.kubeconfigNotMerged(
                                Path.of("/home/ada/.kube/config"),
                                "It has an entry aiplat in clusters that this aiplat did not make."),
                        ClusterProblems.apiNotReachable("https://127.0.0.1:6443/", "Connection refused"),
                        ClusterProblems.apiRefused("apply Deployment/ollama", "spec.selector is immutable"),
                        ClusterProblems.apiForbade("apply Deployment/ollama", "deployments.apps is forbidden"),
                        ClusterProblems.rightsNotHeld(
                                "apply Role/aiplat-operator-cluster",
                                "user ada is attempting to grant RBAC permissions not currently held:\n{rayservices}"),
                        ClusterProblems.loginRefused("https://127.0.0.1:6443/", "Unauthorized"),
                        ClusterProblems.isAnother(
                                new ClusterIdentity("/home/ada/.kube/config", "test", "https://10.0.0.1:6443", "1-a"),
                                new ClusterIdentity("/home/ada/.kube/config", "test", "https://10.0.0.2:6443", "2-b")),
                        ClusterProblems.otherEngine("aiplat", "unix:///var/run/docker.sock", "tcp://10.0.0.9:2376"),
                        ClusterProblems.namespaceHeld(
                                "aiplat", "Some content in the namespace has finalizers remaining: example.org/kept."),
                        ClusterProblems.objectsHeld("team", "Still there: PersistentVolumeClaim/ollama-models."),
                        ClusterProblems.partsHeld(
                                "aiplat", List.of("network aiplat: container db is attached to it"))));
    }
}

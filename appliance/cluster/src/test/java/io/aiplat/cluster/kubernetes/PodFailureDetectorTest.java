package io.aiplat.cluster.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What will not come by itself, told from what does.
class PodFailureDetectorTest {
    private static Pod unscheduled(String message) {
        return Serialization.unmarshal("""
                metadata: {name: p, namespace: team, uid: uid-p}
                spec:
                  volumes:
                    - {name: models, persistentVolumeClaim: {claimName: ollama-models}}
                status:
                  phase: Pending
                  conditions:
                    - {type: PodScheduled, status: "False", reason: Unschedulable, message: '%s'}
                """.formatted(message), Pod.class);
    }

    private static Event event(String kind, String name, String reason, String message) {
        return Serialization.unmarshal("""
                type: Normal
                lastTimestamp: "2026-11-21T12:05:00Z"
                reason: %s
                message: '%s'
                involvedObject: {kind: %s, name: %s, uid: uid-%s}
                """.formatted(reason, message, kind, name, name), Event.class);
    }

    private static ReplicaSet refused(int replicas, String message) {
        return Serialization.unmarshal("""
                metadata: {name: ollama-7d9}
                spec: {replicas: %d}
                status:
                  conditions:
                    - {type: ReplicaFailure, status: "True", reason: FailedCreate, message: '%s'}
                """.formatted(replicas, message), ReplicaSet.class);
    }

    private static Problem stuck(String message, Event... events) {
        return PodFailureDetector.pod(unscheduled(message), List.of(events), List::of)
                .orElseThrow();
    }

    @Test
    void aQuotaALimitRangeOrAPolicyIsSaidWithTheSettingThatMeetsIt() {
        for (var refusal : Map.of(
                        "is forbidden: failed quota: team: must specify limits.cpu for: ollama", "cluster.cpu=",
                        "is forbidden: maximum memory usage per Container is 4Gi, but limit is 22548578304",
                                "cluster.memory=",
                        "is forbidden: exceeded quota: team, requested: requests.nvidia.com/gpu=1", "cluster.gpus=")
                .entrySet()) {
            Problem problem = PodFailureDetector.pods("Deployment/ollama", List.of(refused(1, refusal.getKey())))
                    .orElseThrow();
            assertEquals("CLUSTER_NOT_ADMITTED", problem.code().id());
            assertEquals(refusal.getKey(), problem.why());
            assertTrue(problem.toText().contains(refusal.getValue()), problem.toText());
        }
    }

    @Test
    void whatAnOlderTryWasRefusedForCountsNoMore() {
        assertEquals(
                Optional.empty(), PodFailureDetector.pods("Deployment/ollama", List.of(refused(0, "exceeded quota"))));
    }

    @Test
    void aTaintIsSaidWithTheTolerationForIt() {
        Problem problem =
                stuck("0/2 nodes are available: 1 node(s) had untolerated taint {dedicated: db}, 1 node(s) had"
                        + " untolerated taint {example.com/spot: }. preemption: 0/2 nodes are available.");
        assertEquals("CLUSTER_POD_NOT_PLACED", problem.code().id());
        assertTrue(problem.toText().contains("cluster.tolerations=dedicated=db"), problem.toText());
        assertTrue(problem.toText().contains("cluster.tolerations=example.com/spot"), problem.toText());
    }

    @Test
    void taintsThatTheSchedulerDoesNotNameAreThoseOfTheNodes() {
        String said = "0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate.";
        Problem problem = PodFailureDetector.pod(
                        unscheduled(said), List.of(), () -> List.of(tainted("dedicated", "db")))
                .orElseThrow();
        assertTrue(problem.why().contains("n1 has the taint {dedicated: db}."), problem.why());
        assertTrue(problem.toText().contains("cluster.tolerations=dedicated=db"), problem.toText());
        assertEquals(
                Optional.empty(),
                PodFailureDetector.pod(
                        unscheduled(said), List.of(), () -> List.of(tainted("node.kubernetes.io/not-ready", ""))));
    }

    private static Node tainted(String key, String value) {
        return Serialization.unmarshal("""
                metadata: {name: n1}
                spec: {taints: [{key: %s, value: '%s', effect: NoSchedule}]}
                """.formatted(key, value), Node.class);
    }

    @Test
    void theClaimSaysMoreThanTheScheduler() {
        Problem problem = stuck(
                "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
                event("Pod", "p", "FailedScheduling", "0/1 nodes"),
                event("PersistentVolumeClaim", "other", "FailedBinding", "of somebody else"),
                event(
                        "PersistentVolumeClaim",
                        "ollama-models",
                        "FailedBinding",
                        "no persistent volumes available for this claim and no storage class is set"));
        assertEquals("CLUSTER_CLAIM_NOT_BOUND", problem.code().id());
        assertTrue(problem.why().contains("no storage class is set"), problem.why());
        assertTrue(problem.toText().contains("cluster.storage-class="), problem.toText());
    }

    @Test
    void whatComesByItselfIsWaitedFor() {
        for (String passing : List.of(
                "0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.",
                "0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.",
                "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.")) {
            assertEquals(Optional.empty(), PodFailureDetector.pod(unscheduled(passing), List.of(), List::of), passing);
        }
        String full = "0/1 nodes are available: 1 Insufficient memory.";
        assertEquals("CLUSTER_POD_NOT_PLACED", stuck(full).code().id());
        Event grows = event("Pod", "p", "TriggeredScaleUp", "pod triggered scale-up: 1->2");
        assertEquals(Optional.empty(), PodFailureDetector.pod(unscheduled(full), List.of(grows), List::of));
    }

    @Test
    void anImageThatMayNotRunSoIsSaid() {
        Pod pod = Serialization.unmarshal("""
                metadata: {name: p, namespace: team}
                status:
                  phase: Pending
                  containerStatuses:
                    - name: c
                      state: {waiting: {reason: CreateContainerConfigError, message: image will run as root}}
                """, Pod.class);
        Problem problem = PodFailureDetector.pod(pod, List.of(), List::of).orElseThrow();
        assertEquals("CreateContainerConfigError: image will run as root", problem.why());
    }

    @Test
    void whatIsStillSaidAfterAWhileIsSo() {
        Optional<Problem> found = Optional.of(ClusterProblems.podNotPlaced("team/p", "no room"));
        Debounce patient = new Debounce(Duration.ofHours(1));
        assertEquals(
                new Readiness.NotYet("No node of the cluster takes pod team/p: no room"),
                patient.look("p", found).orElseThrow());
        assertInstanceOf(Readiness.NotYet.class, patient.look("p", found).orElseThrow());
        assertInstanceOf(
                Readiness.Never.class,
                new Debounce(Duration.ZERO).look("p", found).orElseThrow());
        assertEquals(Optional.empty(), patient.look("p", Optional.empty()));
    }

    @Test
    void aRefusalOfAdmissionIsNoQuestionOfRights() {
        assertTrue(SettingsAdvice.isAdmission(
                "persistentvolumeclaims \"ollama-models\" is forbidden: maximum storage usage per PersistentVolumeClaim"
                        + " is 10Gi, but request is 50Gi"));
        assertTrue(SettingsAdvice.isAdmission("pods is forbidden: violates PodSecurity \"restricted:latest\""));
        assertTrue(!SettingsAdvice.isAdmission(
                "deployments.apps is forbidden: User \"ada\" cannot create resource \"deployments\" in API group"));
    }
}

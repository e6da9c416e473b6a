package io.aiplat.cluster.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Readiness;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadDiagnosisTest {
    private static final Instant STARTED = Instant.parse("2026-11-21T12:00:00.9Z");

    private static Node node(String ready, String heartbeat) {
        return Serialization.unmarshal("""
                metadata: {name: n1}
                status:
                  conditions:
                    - {type: MemoryPressure, status: "False"}
                    - {type: Ready, status: "%s", reason: KubeletNotReady, message: no CNI yet, lastHeartbeatTime: "%s"}
                """.formatted(ready, heartbeat), Node.class);
    }

    private static Pod pod(String name, String created, String container) {
        return Serialization.unmarshal("""
                metadata: {name: %s, namespace: aiplat, uid: uid-%s, creationTimestamp: "%s"}
                status:
                  phase: Pending
                  conditions:
                    - {type: PodScheduled, status: "False", message: "0/1 nodes are available: 1 Insufficient memory"}
                  containerStatuses: [%s]
                """.formatted(name, name, created, container), Pod.class);
    }

    private static final String OLD = "2026-11-21T12:00:00Z";
    private static final String NEW = "2026-11-21T12:05:00Z";

    private static String reason(Readiness readiness) {
        return assertInstanceOf(Readiness.NotYet.class, readiness).reason();
    }

    private static Optional<Readiness> pods(List<Pod> pods, List<Event> events) {
        return pods(pods, events, Instant.EPOCH);
    }

    private static Optional<Readiness> pods(List<Pod> pods, List<Event> events, Instant since) {
        return WorkloadDiagnosis.pods(pods, events, since, (_, container) -> "last words of " + container);
    }

    @Test
    void withoutANodeNothingIsReady() {
        assertEquals("No node has registered with the API yet.", reason(WorkloadDiagnosis.nodes(List.of(), STARTED)));
    }

    @Test
    void aNodeSaysWhyItIsNotReady() {
        assertEquals(
                "Node n1 is not Ready: KubeletNotReady: no CNI yet",
                reason(WorkloadDiagnosis.nodes(List.of(node("False", NEW)), STARTED)));
    }

    @Test
    void whatANodeSaidBeforeItWasStartedDoesNotCount() {
        Node node = node("True", "2026-11-21T11:59:59Z");
        assertTrue(reason(WorkloadDiagnosis.nodes(List.of(node), STARTED))
                .contains("has not reported since it was started"));
        assertEquals(new Readiness.Ready(), WorkloadDiagnosis.nodes(List.of(node), Instant.EPOCH));
        assertEquals(
                new Readiness.Ready(), WorkloadDiagnosis.nodes(List.of(node("True", OLD)), STARTED), "the same second");
    }

    @Test
    void aPodThatRanBeforeItsNodeWasStartedIsHeldOver() {
        String running = "{name: c, state: {running: {startedAt: \"%s\"}}}";
        Pod before = pod("p", OLD, running.formatted("2026-11-21T11:00:00Z"));
        assertTrue(WorkloadDiagnosis.heldOver(List.of(before), STARTED).isPresent());
        assertEquals(Optional.empty(), WorkloadDiagnosis.heldOver(List.of(before), Instant.EPOCH));
        assertEquals(
                Optional.empty(), WorkloadDiagnosis.heldOver(List.of(pod("p", OLD, running.formatted(NEW))), STARTED));
    }

    @Test
    void aPodThatCannotBeScheduledIsWaitedFor() {
        assertEquals(
                "Pod aiplat/p: PodScheduled is false: 0/1 nodes are available: 1 Insufficient memory.",
                reason(pods(List.of(pod("p", OLD, "")), List.of()).orElseThrow()));
    }

    @Test
    void theLastWarningOfThePodIsAdded() {
        Event mine = event("uid-p", "Warning", NEW, "FailedMount: volume is busy");
        Event earlier = event("uid-p", "Warning", OLD, "FailedMount: volume is away");
        Event others = event("uid-q", "Warning", NEW, "Failed: of somebody else");
        Event normal = event("uid-p", "Normal", NEW, "Pulled: all is well");
        String reason = reason(pods(List.of(pod("p", OLD, "")), List.of(mine, earlier, others, normal))
                .orElseThrow());
        assertTrue(reason.endsWith("\nFailedMount: volume is busy"), reason);
    }

    private static Event event(String uid, String type, String time, String words) {
        String[] parts = words.split(": ", 2);
        return Serialization.unmarshal("""
                type: %s
                lastTimestamp: "%s"
                reason: %s
                message: "%s"
                involvedObject: {kind: Pod, name: p, uid: %s}
                """.formatted(type, time, parts[0], parts[1], uid), Event.class);
    }

    @Test
    void anImageThatCannotBeHadIsNotWaitedFor() {
        for (String why : List.of("ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName")) {
            Pod pod = pod("p", OLD, "{name: c, image: x/y:1, state: {waiting: {reason: " + why + ", message: no}}}");
            Readiness found = pods(List.of(pod), List.of()).orElseThrow();
            assertEquals(
                    "CLUSTER_IMAGE_NOT_PULLED",
                    assertInstanceOf(Readiness.Never.class, found)
                            .problem()
                            .code()
                            .id());
        }
    }

    @Test
    void aPodThatKeepsCrashingIsNotWaitedForAndTellsItsLastWords() {
        Pod pod = pod(
                "p",
                OLD,
                "{name: c, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, "
                        + "lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}");
        String text = assertInstanceOf(
                        Readiness.Never.class, pods(List.of(pod), List.of()).orElseThrow())
                .problem()
                .toText();
        assertTrue(text.contains("exit code 137 (OOMKilled) and was restarted 3 times"), text);
        assertTrue(text.contains("last words of c"), text);
    }

    @Test
    void aPodThatAnswersAgainSaysWhatItDiedOf() {
        Pod pod = Serialization.unmarshal("""
                metadata: {name: p, namespace: aiplat}
                spec: {containers: [{name: c, resources: {limits: {memory: 30Mi}}}]}
                status:
                  phase: Running
                  containerStatuses:
                    - name: c
                      restartCount: 2
                      state: {running: {startedAt: "2026-11-21T12:05:00Z"}}
                      lastState: {terminated: {exitCode: 137, reason: OOMKilled}}
                """, Pod.class);
        assertEquals(
                "aiplat/p Running Container c ended with exit code 137 (OOMKilled) and was restarted 2 times."
                        + " It may have 30 MiB of memory.",
                WorkloadDiagnosis.line(pod));
    }

    @Test
    void aPodThatWasEvictedSaysWhy() {
        Pod pod = Serialization.unmarshal("""
                metadata: {name: p, namespace: aiplat}
                status: {phase: Failed, reason: Evicted, message: "The node was low on resource: ephemeral-storage."}
                """, Pod.class);
        assertEquals(
                "aiplat/p was ended: Evicted: The node was low on resource: ephemeral-storage.",
                WorkloadDiagnosis.line(pod));
    }

    @Test
    void aFirstCrashIsForgiven() {
        Pod once =
                pod("p", OLD, "{name: c, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff, message: m}}}");
        assertEquals(
                "Pod aiplat/p: container c waits: CrashLoopBackOff: m.",
                reason(pods(List.of(once), List.of()).orElseThrow()));
    }

    @Test
    void aPodShownAsEndedBetweenItsCrashesIsRecognised() {
        Pod pod = pod("p", OLD, "{name: c, restartCount: 2, state: {terminated: {exitCode: 3, reason: Error}}}");
        assertInstanceOf(Readiness.Never.class, pods(List.of(pod), List.of()).orElseThrow());
    }

    @Test
    void whatWasLostWithTheNodeHasNotCrashed() {
        String ended = "{name: c, restartCount: 4, state: {terminated: {exitCode: %s, reason: %s, finishedAt: %s}}}";
        Pod unseen = pod("p", OLD, ended.formatted("255", "Unknown", NEW));
        Pod stopped = pod("p", OLD, ended.formatted("137", "Error", OLD));
        Pod crashed = pod("p", OLD, ended.formatted("1", "Error", NEW));
        Instant nodeStarted = Instant.parse(NEW);
        assertInstanceOf(
                Readiness.NotYet.class,
                pods(List.of(unseen), List.of(), nodeStarted).orElseThrow());
        assertInstanceOf(
                Readiness.NotYet.class,
                pods(List.of(stopped), List.of(), nodeStarted).orElseThrow());
        assertInstanceOf(
                Readiness.Never.class,
                pods(List.of(crashed), List.of(), nodeStarted).orElseThrow());
    }

    @Test
    void theNewestPodSpeaks() {
        Pod old = pod("old", OLD, "{name: c, state: {waiting: {reason: ContainerCreating}}}");
        Pod young = pod("young", NEW, "{name: c, state: {waiting: {reason: PodInitializing}}}");
        assertEquals(
                "Pod aiplat/young: container c waits: PodInitializing.",
                reason(pods(List.of(old, young), List.of()).orElseThrow()));
    }

    @Test
    void eventsAreToldOldestFirst() {
        assertEquals(
                List.of(OLD + " Pod/p Scheduled: it has a node", NEW + " Pod/p Pulled: it has its image"),
                WorkloadDiagnosis.lines(List.of(
                        event("u", "Normal", NEW, "Pulled: it has its image"),
                        event("u", "Normal", OLD, "Scheduled: it has a node"))));
    }

    @Test
    void whatHoldsANamespaceIsNamed() {
        Namespace held = new NamespaceBuilder()
                .withNewStatus()
                .addNewCondition()
                .withType("NamespaceDeletionContentFailure")
                .withStatus("False")
                .withMessage("All content successfully deleted")
                .endCondition()
                .addNewCondition()
                .withType("NamespaceFinalizersRemaining")
                .withStatus("True")
                .withMessage("Some content has finalizers remaining: example.org/kept in 1 resource instances")
                .endCondition()
                .endStatus()
                .build();
        assertEquals(
                "Some content has finalizers remaining: example.org/kept in 1 resource instances.",
                WorkloadDiagnosis.deletion(held));
        assertEquals(
                "Kubernetes is still deleting what is in it.",
                WorkloadDiagnosis.deletion(new NamespaceBuilder().build()));
    }
}

package io.aiplat.cluster.kubernetes;

import io.aiplat.model.Readiness;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Diagnosis of a workload: why something in Kubernetes is not ready, from what the API tells; pure.
public final class WorkloadDiagnosis {
    static final int LOG_LINES = 15;

    /// What a kubelet calls the end of a container that used more memory than it may.
    public static final String OUT_OF_MEMORY = "OOMKilled";

    /// A container that has crashed this often does so for a reason that waiting will not remove.
    private static final int CRASHES = 2;

    /// Creation times are written so that they sort as text.
    public static final Comparator<Pod> NEWEST_LAST =
            Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp());

    private static final Set<String> NO_IMAGE =
            Set.of("ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError");

    /// What a kubelet says of a container that was gone when it came back.
    private static final Set<String> LOST_WITH_THE_NODE = Set.of("Unknown", "ContainerStatusUnknown");

    private WorkloadDiagnosis() {}

    /// Reads the tail of a container's log; empty where there is none.
    @FunctionalInterface
    interface Log {
        String of(Pod pod, String container);
    }

    /// Whether all nodes are Ready.
    ///
    /// @param since what nodes said before does not count
    public static Readiness nodes(List<Node> nodes, Instant since) {
        if (nodes.isEmpty()) {
            return new Readiness.NotYet("No node has registered with the API yet.");
        }
        for (Node node : nodes) {
            Optional<NodeCondition> ready = node.getStatus().getConditions().stream()
                    .filter(c -> c.getType().equals("Ready"))
                    .findFirst();
            if (ready.filter(c -> c.getStatus().equals("True")).isEmpty()) {
                return new Readiness.NotYet("Node " + node.getMetadata().getName() + " is not Ready: "
                        + ready.map(c -> c.getReason() + ": " + c.getMessage()).orElse("it has not said why."));
            }
            if (before(ready.get().getLastHeartbeatTime(), since)) {
                return new Readiness.NotYet("Node " + node.getMetadata().getName()
                        + " has not reported since it was started; its kubelet is starting.");
            }
        }
        return new Readiness.Ready();
    }

    /// The first pod whose good news dates from before the node was started.
    static Optional<String> heldOver(List<Pod> pods, Instant since) {
        return pods.stream()
                .filter(pod -> containers(pod).stream()
                        .map(ContainerStatus::getState)
                        .anyMatch(state -> state != null
                                && state.getRunning() != null
                                && before(state.getRunning().getStartedAt(), since)))
                .findFirst()
                .map(pod -> "Pod " + name(pod) + " has not been started again since its node was.");
    }

    /// Kubernetes writes whole seconds.
    private static boolean before(@Nullable String time, Instant since) {
        return time != null && Instant.parse(time).isBefore(since.truncatedTo(ChronoUnit.SECONDS));
    }

    /// The most telling reason among pods: what cannot get better first, then the newest pod's.
    ///
    /// @param since what ended before is nobody's fault but the node's
    /// @param log   reads the tail of a pod's log
    /// @return empty if there are no pods or none says anything
    static Optional<Readiness> pods(List<Pod> pods, List<Event> events, Instant since, Log log) {
        List<Pod> newestFirst = new ArrayList<>(pods);
        newestFirst.sort(NEWEST_LAST.reversed());
        for (Pod pod : newestFirst) {
            Optional<Readiness> never = never(pod, since, log);
            if (never.isPresent()) {
                return never;
            }
        }
        return newestFirst.stream()
                .findFirst()
                .map(pod -> new Readiness.NotYet(
                        "Pod " + name(pod) + ": " + state(pod) + ranOut(pod) + lastWarning(pod, events)));
    }

    /// What keeps a namespace that is being deleted: its conditions name the objects, or those that hold them.
    static String deletion(Namespace namespace) {
        List<NamespaceCondition> conditions = namespace.getStatus() == null
                ? List.of()
                : namespace.getStatus().getConditions();
        String held = conditions.stream()
                .filter(condition -> "True".equals(condition.getStatus()) && condition.getMessage() != null)
                .map(NamespaceCondition::getMessage)
                .collect(Collectors.joining("; "));
        return held.isEmpty() ? "Kubernetes is still deleting what is in it." : held + ".";
    }

    /// `namespace/name phase`, with the reason where it is not running.
    static String line(Pod pod) {
        return name(pod) + " " + (running(pod) ? "Running" : state(pod)) + past(pod);
    }

    private static String ranOut(Pod pod) {
        return containers(pod).stream()
                .filter(WorkloadDiagnosis::outOfMemory)
                .map(container -> " " + ended(container) + limit(pod, container))
                .collect(Collectors.joining());
    }

    /// What a container died of that was started again since.
    private static String past(Pod pod) {
        return containers(pod).stream()
                .filter(container -> container.getRestartCount() != null && container.getRestartCount() > 0)
                .map(container -> " " + ended(container) + limit(pod, container))
                .collect(Collectors.joining());
    }

    /// `time kind/name reason: message`, oldest first.
    static List<String> lines(List<Event> events) {
        return events.stream()
                .sorted(Comparator.comparing(WorkloadDiagnosis::time))
                .map(e -> time(e) + " " + e.getInvolvedObject().getKind() + "/"
                        + e.getInvolvedObject().getName() + " " + e.getReason() + ": " + e.getMessage())
                .toList();
    }

    private static Optional<Readiness> never(Pod pod, Instant since, Log log) {
        for (ContainerStatus container : containers(pod)) {
            String reason = waitingReason(container);
            if (NO_IMAGE.contains(reason)) {
                return Optional.of(new Readiness.Never(ClusterProblems.imageNotPulled(
                        name(pod), container.getImage(), reason + ": " + waitingMessage(container))));
            }
            if (crashed(container, reason, since) && container.getRestartCount() >= CRASHES) {
                return Optional.of(new Readiness.Never(ClusterProblems.podCrashing(
                        name(pod), ended(container) + limit(pod, container) + tail(log.of(pod, container.getName())))));
            }
        }
        return Optional.empty();
    }

    private static boolean outOfMemory(ContainerStatus container) {
        ContainerStateTerminated end = lastEnd(container);
        return end != null && OUT_OF_MEMORY.equals(end.getReason());
    }

    /// What one that ran out of memory may have; empty for others.
    private static String limit(Pod pod, ContainerStatus status) {
        return pod.getSpec() == null || !outOfMemory(status)
                ? ""
                : pod.getSpec().getContainers().stream()
                        .filter(container -> container.getName().equals(status.getName()))
                        .filter(container -> container.getResources() != null
                                && container.getResources().getLimits() != null
                                && container.getResources().getLimits().containsKey("memory"))
                        .map(container -> " It may have "
                                + (Quantity.getAmountInBytes(container
                                                        .getResources()
                                                        .getLimits()
                                                        .get("memory"))
                                                .longValue()
                                        >> 20)
                                + " MiB of memory.")
                        .collect(Collectors.joining());
    }

    private static String state(Pod pod) {
        if ("Failed".equals(pod.getStatus().getPhase()) && pod.getStatus().getReason() != null) {
            return "was ended: " + pod.getStatus().getReason() + ": "
                    + pod.getStatus().getMessage();
        }
        for (ContainerStatus container : containers(pod)) {
            String reason = waitingReason(container);
            if (!reason.isEmpty()) {
                return "container " + container.getName() + " waits: " + reason
                        + (waitingMessage(container).isEmpty() ? "" : ": " + waitingMessage(container)) + ".";
            }
        }
        for (PodCondition condition : pod.getStatus().getConditions()) {
            if (condition.getStatus().equals("False") && condition.getMessage() != null) {
                return condition.getType() + " is false: " + condition.getMessage() + ".";
            }
        }
        return "phase " + pod.getStatus().getPhase() + ".";
    }

    private static String lastWarning(Pod pod, List<Event> events) {
        return events.stream()
                .filter(e -> "Warning".equals(e.getType()))
                .filter(e -> Objects.equals(
                        e.getInvolvedObject().getUid(), pod.getMetadata().getUid()))
                .max(Comparator.comparing(WorkloadDiagnosis::time))
                .map(e -> "\n" + e.getReason() + ": " + e.getMessage())
                .orElse("");
    }

    static String time(Event event) {
        String last = event.getLastTimestamp();
        return last == null ? Objects.requireNonNullElse(event.getMetadata().getCreationTimestamp(), "") : last;
    }

    private static List<ContainerStatus> containers(Pod pod) {
        List<ContainerStatus> all = new ArrayList<>(pod.getStatus().getInitContainerStatuses());
        all.addAll(pod.getStatus().getContainerStatuses());
        return all;
    }

    private static boolean running(Pod pod) {
        return containers(pod).stream().allMatch(c -> waitingReason(c).isEmpty())
                && "Running".equals(pod.getStatus().getPhase());
    }

    /// While it waits for its next start a kubelet shows it as waiting or, newer ones, still as ended.
    private static boolean crashed(ContainerStatus container, String waitingReason, Instant since) {
        ContainerStateTerminated now = terminated(container.getState());
        boolean ended = waitingReason.equals("CrashLoopBackOff") || (now != null && now.getExitCode() != 0);
        return ended && !lostWithTheNode(lastEnd(container), since);
    }

    /// Each loss of the node counts as a restart of everything on it, without anything being wrong with that.
    private static boolean lostWithTheNode(@Nullable ContainerStateTerminated end, Instant since) {
        return end != null
                && (LOST_WITH_THE_NODE.contains(Objects.requireNonNullElse(end.getReason(), ""))
                        || before(end.getFinishedAt(), since));
    }

    private static @Nullable ContainerStateTerminated lastEnd(ContainerStatus container) {
        ContainerStateTerminated now = terminated(container.getState());
        return now == null ? terminated(container.getLastState()) : now;
    }

    private static String ended(ContainerStatus container) {
        ContainerStateTerminated last = lastEnd(container);
        if (last == null) {
            return "Container " + container.getName() + " was restarted " + container.getRestartCount() + " times.";
        }
        return "Container " + container.getName() + " ended with exit code " + last.getExitCode() + " ("
                + Objects.requireNonNullElse(last.getReason(), "no reason given") + ") and was restarted "
                + container.getRestartCount() + " times.";
    }

    private static @Nullable ContainerStateTerminated terminated(@Nullable ContainerState state) {
        return state == null ? null : state.getTerminated();
    }

    private static String tail(String log) {
        return log.isBlank() ? "" : " Its last words:\n" + log.strip();
    }

    private static String waitingReason(ContainerStatus container) {
        var waiting = container.getState() == null ? null : container.getState().getWaiting();
        return waiting == null ? "" : Objects.requireNonNullElse(waiting.getReason(), "");
    }

    private static String waitingMessage(ContainerStatus container) {
        var waiting = container.getState() == null ? null : container.getState().getWaiting();
        return waiting == null ? "" : Objects.requireNonNullElse(waiting.getMessage(), "");
    }

    static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}

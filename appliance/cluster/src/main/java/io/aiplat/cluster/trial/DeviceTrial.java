package io.aiplat.cluster.trial;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.Owner;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Trial of devices: a small pod of a runtime class that opens them and is gone again. It is as unprivileged as Pod
/// Security "restricted" asks for, and needs a shell in its image and nothing else.
public final class DeviceTrial {
    private static final String BEGINNING = "aiplat-gpu-trial-";
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int NOBODY = 65532;

    /// Opens what is in `/dev` and looks whether it may read all else, one line for each, where the kubelet reads it.
    private static final String SCRIPT = """
            for f in "$@"; do
              case $f in /dev/*) want=rw ;; *) want=r ;; esac
              if [ ! -e "$f" ]; then echo "failed $f: it is not there"
              elif [ $want = r ]; then if [ -r "$f" ]; then echo "opened $f"; else echo "failed $f: it cannot be read"; fi
              elif said=$( (exec 3<>"$f") 2>&1 ); then echo "opened $f"
              else echo "failed $f: ${said##*: }"; fi
            done > /dev/termination-log
            """;

    private final KubernetesApi kube;
    private final String namespace;

    /// In that namespace, as its owner.
    public DeviceTrial(KubernetesApi kube, String namespace) {
        this.kube = kube;
        this.namespace = namespace;
    }

    /// What came of it.
    ///
    /// @param ran    whether the pod ran to its end
    /// @param opened paths
    /// @param failed path, colon and what was said
    /// @param why    it did not run, a sentence; empty where it did
    public record Outcome(boolean ran, List<String> opened, List<String> failed, String why) {
        public Outcome {
            opened = List.copyOf(opened);
            failed = List.copyOf(failed);
        }
    }

    /// Runs it with an image that a workload of the namespace has, so that none has to be brought.
    ///
    /// @param deployment   whose image it is
    /// @param runtimeClass of the pod
    /// @param paths        below `/dev` to open, others to read
    /// @param limit        after which it is given up
    public Outcome run(String deployment, String runtimeClass, List<String> paths, Duration limit) {
        return kube.call("try the devices in a pod", () -> {
            KubernetesClient client = kube.client();
            var there = client.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName(deployment)
                    .get();
            if (there == null) {
                return notRun("There is no Deployment/" + deployment + " whose image could be used.");
            }
            var container =
                    there.getSpec().getTemplate().getSpec().getContainers().getFirst();
            Pod made = client.resource(pod(container.getImage(), container.getImagePullPolicy(), runtimeClass, paths))
                    .create();
            PodResource resource = client.pods().resource(made);
            try {
                return await(resource, made, limit);
            } finally {
                resource.withGracePeriod(0).delete();
            }
        });
    }

    private Pod pod(String image, String pullPolicy, String runtimeClass, List<String> paths) {
        List<String> command = Stream.concat(Stream.of("/bin/sh", "-c", SCRIPT, "trial"), paths.stream())
                .toList();
        Map<String, Quantity> little = Map.of("cpu", new Quantity("100m"), "memory", new Quantity("64Mi"));
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName(BEGINNING)
                .withNamespace(namespace)
                .withLabels(Owner.labels(kube.owner()))
                .endMetadata()
                .withNewSpec()
                .withRuntimeClassName(runtimeClass)
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(0L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser((long) NOBODY)
                .withRunAsGroup((long) NOBODY)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("trial")
                .withImage(image)
                .withImagePullPolicy(pullPolicy)
                .withCommand(command)
                .withNewResources()
                .withRequests(little)
                .withLimits(little)
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }

    private Outcome await(PodResource resource, Pod made, Duration limit) {
        Instant end = Instant.now().plus(limit);
        while (true) {
            Pod now = resource.get();
            if (now == null) {
                return notRun("Somebody deleted it before it had run.");
            }
            String phase = now.getStatus() == null
                    ? ""
                    : String.valueOf(now.getStatus().getPhase());
            if (phase.equals("Succeeded") || phase.equals("Failed")) {
                return read(now);
            }
            if (!Instant.now().isBefore(end) || !pause()) {
                return notRun("It was not over after " + limit.toSeconds() + " s. " + lastEvent(made));
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Outcome read(Pod pod) {
        String said = pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .map(ContainerState::getTerminated)
                .filter(ended -> ended != null && ended.getMessage() != null)
                .map(ended -> ended.getMessage())
                .findFirst()
                .orElse("");
        List<String> opened = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        said.lines().forEach(line -> {
            if (line.startsWith("opened ")) {
                opened.add(line.substring("opened ".length()));
            } else if (line.startsWith("failed ")) {
                failed.add(line.substring("failed ".length()));
            }
        });
        return opened.isEmpty() && failed.isEmpty()
                ? notRun("It ended without having looked: " + (said.isBlank() ? "it said nothing." : said.strip()))
                : new Outcome(true, opened, failed, "");
    }

    private static Outcome notRun(String why) {
        return new Outcome(false, List.of(), List.of(), why);
    }

    private String lastEvent(Pod pod) {
        return kube.client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> pod.getMetadata()
                        .getName()
                        .equals(event.getInvolvedObject().getName()))
                .filter(event -> !"Normal".equals(event.getType()))
                .max(Comparator.comparing(DeviceTrial::when))
                .map(Event::getMessage)
                .orElse("Nothing is said of why.");
    }

    private static String when(Event event) {
        String last = event.getLastTimestamp();
        return last == null ? "" : last;
    }
}

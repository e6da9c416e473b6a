package io.aiplat.cluster;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Bundle;
import io.aiplat.model.Patch;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.model.StepResult;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The Kubernetes API of one cluster, as one owner. Reads no file and no variable of the person's: all it knows is
/// the configuration it was given.
public final class Kube implements AutoCloseable {
    private static final String FIELD_MANAGER = "aiplat";
    private static final String NO_RANGES =
            "; the cluster does not say its own addresses, so no policy keeps what was applied from them";
    private static final Duration EVENT_POLL = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String owner;
    private final Instant since;

    /// A client for a configuration; nothing is sent yet.
    ///
    /// @param owner id of the home whose label everything made here carries
    /// @param since when its nodes started, where that is known: a node that comes back after a crash still has
    ///     the words of its former life in its database, and would call things ready that are not even running
    public Kube(Config config, String owner, Instant since) {
        this.since = since;
        // A readiness poll repeats itself, and a person waits for everything else: neither gains from ten retries.
        Config patient = new ConfigBuilder(config)
                .withConnectionTimeout(3_000)
                .withRequestTimeout(20_000)
                .withRequestRetryBackoffLimit(2)
                .build();
        this.client = new KubernetesClientBuilder().withConfig(patient).build();
        this.owner = owner;
    }

    /// A client for the current context of a kubeconfig.
    ///
    /// @param kubeconfig its text
    /// @param since      when its nodes started; [Instant#EPOCH] where that is not known
    public static Kube of(String kubeconfig, String owner, Instant since) {
        return new Kube(Config.fromKubeconfig(kubeconfig), owner, since);
    }

    /// Address of the API.
    public String url() {
        return client.getMasterUrl().toString();
    }

    /// Looks once whether the API says it is ready.
    public Readiness apiReady() {
        try {
            client.raw("/readyz");
            return new Readiness.Ready();
        } catch (KubernetesClientException e) {
            return new Readiness.NotYet("The Kubernetes API does not answer yet: " + Words.of(e));
        }
    }

    /// Looks once whether all nodes can run pods.
    public Readiness nodesReady() {
        try {
            List<Node> nodes = client.nodes().list().getItems();
            return Reasons.nodes(nodes, since);
        } catch (KubernetesClientException e) {
            return new Readiness.NotYet("The nodes cannot be listed yet: " + Words.of(e));
        }
    }

    /// Applies a bundle as its owner (server-side apply). Fields that others manage are taken over, because the
    /// bundle is the only wish there is.
    ///
    /// @return `Unchanged` if the cluster held exactly that before
    /// @throws ApplianceException `CLUSTER_API_REFUSED`, `CLUSTER_NOT_OURS`
    public StepResult apply(Bundle bundle, List<Patch> patches) {
        List<String> changed = new ArrayList<>();
        boolean asks = patches.stream().anyMatch(Patch.SetClusterRanges.class::isInstance);
        List<String> ranges = asks ? call("read its address ranges", () -> ClusterRanges.read(client)) : List.of();
        for (HasMetadata object : Manifests.patched(bundle, patches, ranges)) {
            if (apply(object)) {
                changed.add(Manifests.name(object));
            }
        }
        return changed.isEmpty()
                ? new StepResult.Unchanged(bundle.name() + " is applied")
                : new StepResult.Done(
                        "applied " + String.join(", ", changed) + (asks && ranges.isEmpty() ? NO_RANGES : ""));
    }

    private boolean apply(HasMetadata object) {
        String name = Manifests.name(object);
        return call("apply " + name, () -> {
            HasMetadata before = client.resource(object).get();
            if (before instanceof Namespace namespace && !ours(namespace)) {
                throw new ApplianceException(notOurs(namespace));
            }
            Manifests.label(object, Owner.labels(owner));
            if (before instanceof PersistentVolumeClaim there && object instanceof PersistentVolumeClaim wanted) {
                // A claim's size is what its volume was made with; most storage classes refuse any other.
                wanted.getSpec().setResources(there.getSpec().getResources());
            }
            HasMetadata after = client.resource(object)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
            return before == null
                    || !before.getMetadata()
                            .getResourceVersion()
                            .equals(after.getMetadata().getResourceVersion());
        });
    }

    /// Looks once whether a workload is available, and if not, why: from its pods' conditions, containers and events.
    ///
    /// @param workload `Deployment/name`, `StatefulSet/name` or `DaemonSet/name`
    public Readiness workloadReady(String namespace, String workload) {
        return call("read " + workload, () -> {
            Workload found = Workload.find(client, namespace, workload);
            return found.missing().<Readiness>map(Readiness.NotYet::new).orElseGet(() -> explain(namespace, found));
        });
    }

    private Readiness explain(String namespace, Workload workload) {
        List<Pod> pods = pods(namespace, workload);
        if (workload.available()) {
            return Reasons.heldOver(pods, since)
                    .<Readiness>map(Readiness.NotYet::new)
                    .orElseGet(Readiness.Ready::new);
        }
        Optional<Readiness> reason =
                workload.renewed() ? Reasons.pods(pods, events(namespace), since, this::tail) : Optional.empty();
        return reason.orElseGet(() -> new Readiness.NotYet(workload.progress()));
    }

    /// Its pods but for those that are being deleted: a newer one may stand beside them already.
    private List<Pod> pods(String namespace, Workload workload) {
        return client.pods().inNamespace(namespace).withLabels(workload.selector()).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private List<Event> events(String namespace) {
        return client.v1().events().inNamespace(namespace).list().getItems();
    }

    private String tail(Pod pod, String container) {
        var log = client.pods().resource(pod).inContainer(container);
        try {
            String text = log.tailingLines(Reasons.LOG_LINES).getLog().strip();
            return text.isEmpty()
                    ? log.terminated().tailingLines(Reasons.LOG_LINES).getLog().strip()
                    : text;
        } catch (KubernetesClientException _) {
            // A container that never ran has no log; its state says why.
            return "";
        }
    }

    /// Everything that runs, one line each: `namespace/name phase`.
    public List<String> pods() {
        return call(
                "list pods",
                () -> client.pods().inAnyNamespace().list().getItems().stream()
                        .map(Reasons::line)
                        .toList());
    }

    /// Hands on the log of the newest pod of a workload, line by line.
    ///
    /// @param workload `Deployment/name`, `StatefulSet/name` or `DaemonSet/name`
    /// @param tail     how many lines of the past
    /// @param follow   whether to go on until the pod ends or this thread is interrupted
    public void logs(String namespace, String workload, int tail, boolean follow, Consumer<String> lines) {
        call("read the log of " + workload, () -> {
            Workload found = Workload.find(client, namespace, workload);
            List<Pod> pods = found.missing().isPresent() ? List.of() : pods(namespace, found);
            pods.stream().max(Reasons.NEWEST_LAST).ifPresent(pod -> PodLog.read(client, pod, tail, follow, lines));
            return workload;
        });
    }

    /// Hands on what the cluster says of a namespace, oldest first, one line for each event.
    ///
    /// @param tail   how many lines of the past
    /// @param follow whether to go on until this thread is interrupted
    public void events(String namespace, int tail, boolean follow, Consumer<String> lines) {
        Set<String> told = new HashSet<>();
        int past = tail;
        do {
            List<String> all = call("list events", () -> Reasons.lines(events(namespace)));
            all.stream()
                    .skip(Math.max(0, all.size() - (long) past))
                    .filter(told::add)
                    .forEach(lines);
            told.addAll(all);
            past = Integer.MAX_VALUE;
        } while (follow && Pause.of(EVENT_POLL));
    }

    /// A way to a service through the API, for clusters whose nodes cannot be reached.
    ///
    /// @return listens on a free port of 127.0.0.1 until it is closed
    public Reach reach(String namespace, String service) {
        return new PodForward(client, namespace, service);
    }

    /// Makes a namespace of ours, or finds it.
    ///
    /// @return whether it was made now
    /// @throws ApplianceException `CLUSTER_NOT_OURS` if it is there without our label
    public boolean ensureNamespace(String name) {
        return call("create namespace " + name, () -> {
            Namespace there = client.namespaces().withName(name).get();
            if (there != null && !ours(there)) {
                throw new ApplianceException(notOurs(there));
            }
            if (there != null) {
                return false;
            }
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withLabels(Owner.labels(owner))
                            .endMetadata()
                            .build())
                    .fieldManager(FIELD_MANAGER)
                    .serverSideApply();
            return true;
        });
    }

    /// Labels of a namespace, if there is one.
    public Optional<Map<String, String>> namespace(String name) {
        return call(
                "read namespace " + name,
                () -> Optional.ofNullable(client.namespaces().withName(name).get())
                        .map(n ->
                                Optional.ofNullable(n.getMetadata().getLabels()).orElse(Map.of())));
    }

    /// Does one thing with the API.
    ///
    /// @param doing what, beginning with a verb, for the problem's text
    /// @throws ApplianceException `CLUSTER_API_NOT_REACHABLE` or `CLUSTER_API_REFUSED`
    <T> T call(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (KubernetesClientException e) {
            throw new ApplianceException(
                    e.getCode() == 0
                            ? ClusterProblems.apiNotReachable(url(), Words.of(e))
                            : ClusterProblems.apiRefused(doing, Words.of(e)),
                    e);
        }
    }

    KubernetesClient client() {
        return client;
    }

    String owner() {
        return owner;
    }

    private boolean ours(Namespace namespace) {
        Map<String, String> labels = namespace.getMetadata().getLabels();
        return labels != null && owner.equals(labels.get(Owner.LABEL));
    }

    private Problem notOurs(Namespace namespace) {
        return ClusterProblems.notOurs(
                "namespace " + namespace.getMetadata().getName(),
                "It has no label " + Owner.LABEL + "=" + owner + ", the id of this home.");
    }

    @Override
    public void close() {
        client.close();
    }
}

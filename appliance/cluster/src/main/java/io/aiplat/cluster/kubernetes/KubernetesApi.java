package io.aiplat.cluster.kubernetes;

import io.aiplat.cluster.manifest.ClusterCidrs;
import io.aiplat.cluster.manifest.GivenNamespace;
import io.aiplat.cluster.manifest.Manifests;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.StepResult;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Client of the Kubernetes API of one cluster, as one owner.
/// Reads no file and no variable of the person's: all it knows is the configuration it was given.
public final class KubernetesApi implements AutoCloseable {
    /// Under which name fields of objects are ours.
    public static final String FIELD_MANAGER = "aiplat";
    private static final String NO_RANGES =
            "; the cluster does not say its own addresses, so no policy keeps what was applied from them";
    private static final Duration EVENT_POLL = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String owner;
    private final Instant since;
    private final Expected expected;
    private final Debounce stuck;
    private volatile boolean verified;

    /// What is known of the cluster before it is asked anything.
    ///
    /// @param identity of the cluster this home was made in; null for any
    /// @param adopts   whether a namespace that somebody else made may be used, because a person named it
    public record Expected(@Nullable ClusterIdentity identity, boolean adopts) {
        /// Whichever cluster answers, and namespaces of ours only.
        public static final Expected ANY = new Expected(null, false);
    }

    /// A client for a configuration; nothing is sent yet.
    ///
    /// @param owner id of the home whose label everything made here carries
    /// @param since when its nodes started, where that is known: a node that comes back after a crash still has
    ///     the words of its former life in its database, and would call things ready that are not even running
    public KubernetesApi(Config config, String owner, Instant since, Expected expected) {
        this.since = since;
        this.expected = expected;
        // A readiness poll repeats itself, and a person waits for everything else: neither gains from ten retries.
        Config patient = new ConfigBuilder(config)
                .withConnectionTimeout(3_000)
                .withRequestTimeout(20_000)
                .withRequestRetryBackoffLimit(2)
                .build();
        this.client = new KubernetesClientBuilder().withConfig(patient).build();
        this.owner = owner;
        this.stuck = new Debounce(since.equals(Instant.EPOCH) ? Debounce.USUAL : Debounce.STARTING);
    }

    /// A client for the current context of a kubeconfig.
    ///
    /// @param kubeconfig its text
    /// @param since      when its nodes started; [Instant#EPOCH] where that is not known
    public static KubernetesApi of(String kubeconfig, String owner, Instant since) {
        return new KubernetesApi(Config.fromKubeconfig(kubeconfig), owner, since, Expected.ANY);
    }

    /// Address of the API.
    public String url() {
        return client.getMasterUrl().toString();
    }

    /// Whether there is a service of that name.
    ///
    /// @throws ApplianceException `CLUSTER_API_REFUSED` and the like if it may not be asked
    public boolean hasService(String namespace, String name) {
        return translated(
                "look for service " + name,
                () -> client.services().inNamespace(namespace).withName(name).get() != null);
    }

    /// What the cluster calls itself; empty where it may not be asked.
    public Optional<String> uid() {
        return translated("ask the cluster which one it is", this::askUid);
    }

    private Optional<String> askUid() {
        try {
            return Optional.ofNullable(
                            client.namespaces().withName("kube-system").get())
                    .map(namespace -> namespace.getMetadata().getUid());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                // Who is limited to a namespace is told nothing of others; then the address has to do.
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Asks once, and never again where the answer was right. An API that does not answer now may be the right one.
    ///
    /// @throws ApplianceException `CLUSTER_IS_ANOTHER`
    public void verify() {
        ClusterIdentity pinned = expected.identity();
        if (pinned == null || verified) {
            return;
        }
        ClusterIdentity there = new ClusterIdentity(pinned.kubeconfig(), pinned.context(), url(), uid().orElse(null));
        if (!pinned.same(there)) {
            throw new ApplianceException(ClusterProblems.isAnother(pinned, there));
        }
        verified = true;
    }

    /// Looks once whether the API says it is ready.
    public Readiness apiReady() {
        try {
            client.raw("/readyz");
            return new Readiness.Ready();
        } catch (KubernetesClientException e) {
            return new Readiness.NotYet("The Kubernetes API does not answer yet: " + KubernetesErrors.of(e));
        }
    }

    /// Looks once whether all nodes can run pods.
    public Readiness nodesReady() {
        try {
            List<Node> nodes = client.nodes().list().getItems();
            return WorkloadDiagnosis.nodes(nodes, since);
        } catch (KubernetesClientException e) {
            return new Readiness.NotYet("The nodes cannot be listed yet: " + KubernetesErrors.of(e));
        }
    }

    /// Applies a bundle as its owner (server-side apply). Fields that others manage are taken over, because the
    /// bundle is the only wish there is.
    ///
    /// @param more objects of it that no manifest has, applied after all others
    /// @return `Unchanged` if the cluster held exactly that before
    /// @throws ApplianceException `CLUSTER_API_REFUSED`, `CLUSTER_NOT_OURS`
    public StepResult apply(Bundle bundle, List<Patch> patches, HasMetadata... more) {
        List<String> changed = new ArrayList<>();
        boolean asks = patches.stream().anyMatch(Patch.SetClusterRanges.class::isInstance);
        List<String> ranges = asks ? call("read its address ranges", () -> ClusterCidrs.read(client)) : List.of();
        boolean adopted = false;
        List<HasMetadata> objects = Manifests.patched(bundle, patches, ranges);
        objects.addAll(List.of(more));
        for (HasMetadata object : GivenNamespace.confined(
                objects, name -> expected.adopts() && standing(name).isGiven())) {
            if (object instanceof Namespace namespace && isAdopted(namespace)) {
                adopted = true;
            } else if (apply(object, bundle.name(), adopted)) {
                changed.add(Manifests.name(object));
            }
        }
        return changed.isEmpty()
                ? new StepResult.Unchanged(bundle.name() + " is applied")
                : new StepResult.Done(
                        "applied " + String.join(", ", changed) + (asks && ranges.isEmpty() ? NO_RANGES : ""));
    }

    /// What was there before and was named by a person is used as it is: not a label of it is changed.
    ///
    /// @throws ApplianceException `CLUSTER_NOT_OURS` where it may not be used
    private boolean isAdopted(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        return switch (standing(name)) {
            case ABSENT, OURS -> false;
            case OF_ANOTHER_HOME -> throw new ApplianceException(notOurs("namespace " + name));
            case SOMEBODYS, HIDDEN -> {
                if (!expected.adopts()) {
                    throw new ApplianceException(notOurs("namespace " + name));
                }
                yield true;
            }
        };
    }

    private boolean apply(HasMetadata object, String bundle, boolean adopted) {
        String name = Manifests.name(object);
        return call("apply " + name, () -> {
            HasMetadata before = client.resource(object).get();
            if ((adopted || GivenNamespace.isOfWholeCluster(object)) && before != null && !ours(before)) {
                throw new ApplianceException(
                        notOurs(name + " in namespace " + object.getMetadata().getNamespace()));
            }
            // A namespace is of all bundles in it.
            boolean shared = object instanceof Namespace;
            Manifests.label(object, shared ? Owner.labels(owner) : Owner.labels(owner, bundle));
            if (before instanceof PersistentVolumeClaim there && object instanceof PersistentVolumeClaim wanted) {
                VolumeClaims.fit(client, there, wanted);
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

    /// Bytes of memory that a pod may have in this cluster and namespace; 0 where nothing says it.
    ///
    /// @param deployment of ours, which may be there already
    /// @param gpus       that its node must have
    public long podMemory(String namespace, String deployment, Settings.Pod pod, int gpus) {
        return call(
                "look at the nodes",
                () -> NodeCapacity.read(client, namespace, deployment).memory(pod, gpus));
    }

    /// Looks once whether a workload is available, and if not, why: from its pods' conditions, containers and
    /// events.
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
            return WorkloadDiagnosis.heldOver(pods, since)
                    .<Readiness>map(Readiness.NotYet::new)
                    .orElseGet(Readiness.Ready::new);
        }
        if (!workload.renewed()) {
            return workload.seen()
                    ? stuck.look(workload.name(), ReplicaSets.stuck(client, namespace, workload))
                            .orElseGet(() -> new Readiness.NotYet(workload.progress()))
                    : new Readiness.NotYet(workload.progress());
        }
        List<Event> events = events(namespace);
        Optional<Readiness> reason = WorkloadDiagnosis.pods(pods, events, since, this::tail);
        return reason.filter(Readiness.Never.class::isInstance)
                .or(() -> pods.stream()
                        .max(WorkloadDiagnosis.NEWEST_LAST)
                        .flatMap(pod -> stuck.look(
                                pod.getMetadata().getUid(),
                                PodFailureDetector.pod(pod, events, () -> NodeCapacity.nodes(client)))))
                .or(() -> reason)
                .orElseGet(() -> new Readiness.NotYet(workload.progress()));
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
            String text = log.tailingLines(WorkloadDiagnosis.LOG_LINES).getLog().strip();
            return text.isEmpty()
                    ? log.terminated()
                            .tailingLines(WorkloadDiagnosis.LOG_LINES)
                            .getLog()
                            .strip()
                    : text;
        } catch (KubernetesClientException _) {
            // A container that never ran has no log; its state says why.
            return "";
        }
    }

    /// Ids of the pods that a workload has now.
    ///
    /// @param workload `Deployment/name`, `StatefulSet/name` or `DaemonSet/name`
    public Set<String> podIds(String namespace, String workload) {
        return call(
                "read " + workload,
                () -> podsOf(namespace, workload).stream()
                        .map(pod -> pod.getMetadata().getUid())
                        .collect(Collectors.toSet()));
    }

    /// Ends pods of a workload, which then makes new ones: those of an earlier try tell of an image that was not
    /// there then, or of memory that somebody else had, and count what happened to them for as long as they live.
    ///
    /// @param ids of the pods that may be ended
    /// @return whether there was one
    public boolean replacePods(String namespace, String workload, Set<String> ids) {
        return call("replace the pods of " + workload, () -> {
            List<Pod> old = podsOf(namespace, workload).stream()
                    .filter(pod -> ids.contains(pod.getMetadata().getUid()))
                    .toList();
            old.forEach(pod -> client.pods().resource(pod).delete());
            boolean again = ReplicaSets.tryAgain(client, namespace, Workload.find(client, namespace, workload));
            stuck.forget();
            return again || !old.isEmpty();
        });
    }

    private List<Pod> podsOf(String namespace, String workload) {
        Workload found = Workload.find(client, namespace, workload);
        return found.missing().isPresent() ? List.of() : pods(namespace, found);
    }

    /// One line on a workload's newest pod, as [#pods()] has it; empty where there is none.
    public Optional<String> podLine(String namespace, String workload) {
        return call(
                "read " + workload,
                () -> podsOf(namespace, workload).stream()
                        .max(WorkloadDiagnosis.NEWEST_LAST)
                        .map(WorkloadDiagnosis::line));
    }

    /// Runs a program in the newest pod of a workload that runs.
    ///
    /// @return what it wrote; empty where no pod runs, it failed, or we may not
    public Optional<String> exec(String namespace, String workload, String container, String... command) {
        return call(
                "run " + command[0] + " in a pod of " + workload,
                () -> podsOf(namespace, workload).stream()
                        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                        .max(WorkloadDiagnosis.NEWEST_LAST)
                        .flatMap(pod -> PodExec.run(client, pod, container, command)));
    }

    /// Everything that runs, one line each: `namespace/name phase`.
    public List<String> pods() {
        return call(
                "list pods",
                () -> client.pods().inAnyNamespace().list().getItems().stream()
                        .map(WorkloadDiagnosis::line)
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
            pods.stream()
                    .max(WorkloadDiagnosis.NEWEST_LAST)
                    .ifPresent(pod -> PodLog.read(client, pod, tail, follow, lines));
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
            List<String> all = call("list events", () -> WorkloadDiagnosis.lines(events(namespace)));
            all.stream()
                    .skip(Math.max(0, all.size() - (long) past))
                    .filter(told::add)
                    .forEach(lines);
            told.addAll(all);
            past = Integer.MAX_VALUE;
        } while (follow && PollDelay.of(EVENT_POLL));
    }

    /// Makes a namespace that is not there, with our label.
    public void createNamespace(String name) {
        call("create namespace " + name, () -> {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withLabels(Owner.labels(owner))
                            .endMetadata()
                            .build())
                    .fieldManager(FIELD_MANAGER)
                    .serverSideApply();
            return name;
        });
    }

    /// Whose a namespace is.
    public NamespaceOwnership standing(String name) {
        return call("read namespace " + name, () -> {
            try {
                Namespace there = client.namespaces().withName(name).get();
                String label = there == null ? null : label(there);
                if (there == null) {
                    return NamespaceOwnership.ABSENT;
                }
                if (label == null) {
                    return NamespaceOwnership.SOMEBODYS;
                }
                return label.equals(owner) ? NamespaceOwnership.OURS : NamespaceOwnership.OF_ANOTHER_HOME;
            } catch (KubernetesClientException e) {
                if (e.getCode() == 403) {
                    return NamespaceOwnership.HIDDEN;
                }
                throw e;
            }
        });
    }

    /// What keeps a namespace that is being deleted, in the cluster's own words; empty where it is not being
    /// deleted.
    public Optional<String> deletion(String name) {
        return call("read namespace " + name, () -> {
            Namespace there = client.namespaces().withName(name).get();
            return there == null || there.getMetadata().getDeletionTimestamp() == null
                    ? Optional.empty()
                    : Optional.of(WorkloadDiagnosis.deletion(there));
        });
    }

    /// Does one thing with the API.
    ///
    /// @param doing what, beginning with a verb, for the problem's text
    /// @throws ApplianceException `CLUSTER_API_NOT_REACHABLE`, `CLUSTER_LOGIN_REFUSED`, `CLUSTER_API_REFUSED` or
    ///     `CLUSTER_IS_ANOTHER`
    public <T> T call(String doing, Supplier<T> work) {
        return translated(doing, () -> {
            verify();
            return work.get();
        });
    }

    private <T> T translated(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (KubernetesClientException e) {
            throw new ApplianceException(KubernetesErrorTranslation.problem(url(), doing, e), e);
        }
    }

    /// The client below, for what this type does not have; its failures are not translated, so use it within [#call].
    public KubernetesClient client() {
        return client;
    }

    /// The id of the home whose label everything made here carries.
    public String owner() {
        return owner;
    }

    private static @Nullable String label(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(Owner.LABEL);
    }

    private boolean ours(HasMetadata object) {
        return owner.equals(label(object));
    }

    /// Of what this home did not make.
    ///
    /// @param what it is: `namespace aiplat`
    public Problem notOurs(String what) {
        return ClusterProblems.notOurs(
                what,
                "It has no label " + Owner.LABEL + "=" + owner + ", the id of this home.",
                List.of(
                        "Have a namespace made: aiplat up --namespace aiplat2",
                        "Or name one that is meant for it; what is in it is left alone: aiplat up --namespace NAME"));
    }

    @Override
    public void close() {
        client.close();
    }
}

package io.aiplat.cluster.provider;

import io.aiplat.cluster.ArchivedImage;
import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.Kubeconfig;
import io.aiplat.cluster.OwnedResources;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.cluster.kubernetes.Deadline;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.NamespaceOwnership;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.StepResult;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cluster that is already there. All we have in it is what carries our label in one namespace: one that we made,
/// or one that a person named and that stays as it is. It pulls its images itself, and is reached through its API.
public final class ExistingProvider implements ClusterProvider {
    /// A namespace whose pods end as they should is gone long before.
    private static final Duration DELETION = Duration.ofSeconds(60);

    private final Settings.Cluster settings;
    private final Settings.Network network;
    private final String owner;
    private final KubeconfigChoice choice;
    private final KubernetesApi.Expected expected;
    private KubeconfigChoice.@Nullable Choice chosen;
    private @Nullable KubernetesApi kube;

    /// The cluster those settings lead to.
    ///
    /// @param owner       id of this home
    /// @param environment of this process, for `KUBECONFIG`
    /// @param userHome    where `.kube` is
    /// @param expected    which cluster this home was made in, and whether a person named the namespace
    public ExistingProvider(
            Settings.Cluster settings,
            Settings.Network network,
            String owner,
            Map<String, String> environment,
            Path userHome,
            KubernetesApi.Expected expected) {
        this.expected = expected;
        this.settings = settings;
        this.network = network;
        this.owner = owner;
        this.choice = new KubeconfigChoice(settings, environment, userHome);
    }

    @Override
    public ClusterKind kind() {
        return ClusterKind.EXISTING;
    }

    @Override
    public ClusterIdentity identity() {
        KubernetesApi there = kube();
        there.verify();
        KubeconfigChoice.Choice way = choice();
        return new ClusterIdentity(
                way.file().toAbsolutePath().normalize().toString(),
                way.context(),
                there.url(),
                there.uid().orElse(null));
    }

    @Override
    public boolean adopted() {
        return switch (kube().standing(settings.namespace())) {
            case ABSENT, OURS, OF_ANOTHER_HOME -> false;
            case SOMEBODYS, HIDDEN -> expected.adopts();
        };
    }

    @Override
    public Observed.Cluster observe() {
        String namespace = settings.namespace();
        return switch (kube().standing(namespace)) {
            case ABSENT -> new Observed.Cluster.Absent();
            case OURS -> new Observed.Cluster.Running(0, 0);
            case OF_ANOTHER_HOME -> new Observed.Cluster.Foreign("namespace " + namespace);
            case SOMEBODYS ->
                expected.adopts()
                        ? new Observed.Cluster.Running(0, 0)
                        : new Observed.Cluster.Foreign("namespace " + namespace);
            case HIDDEN -> {
                if (!expected.adopts()) {
                    throw new ApplianceException(ClusterProblems.apiForbade(
                            "read namespace " + namespace, "It is limited to some namespaces, and not to this one."));
                }
                yield new Observed.Cluster.Running(0, 0);
            }
        };
    }

    @Override
    public StepResult ensure(ClusterSpec spec, Progress progress) {
        String namespace = settings.namespace();
        awaitDeletion(namespace, progress);
        return switch (kube().standing(namespace)) {
            case ABSENT -> {
                kube().createNamespace(namespace);
                yield new StepResult.Done("created namespace " + namespace);
            }
            case OURS -> new StepResult.Unchanged("namespace " + namespace + " is there");
            case OF_ANOTHER_HOME -> throw new ApplianceException(kube().notOurs("namespace " + namespace));
            case SOMEBODYS, HIDDEN -> {
                if (!expected.adopts()) {
                    throw new ApplianceException(kube().notOurs("namespace " + namespace));
                }
                yield new StepResult.Unchanged("namespace " + namespace + " is used as it is");
            }
        };
    }

    /// Who deletes and makes anew need not wait in between; who waits for somebody's finalizer is told.
    private void awaitDeletion(String namespace, Progress progress) {
        Deadline deadline = Deadline.in(DELETION);
        Optional<String> held = deletion(namespace);
        while (held.isPresent()) {
            if (deadline.over()) {
                throw new ApplianceException(ClusterProblems.namespaceHeld(namespace, held.get()));
            }
            progress.at("namespace " + namespace + " is still being deleted: " + held.get(), 0, 0);
            deadline.pause();
            held = deletion(namespace);
        }
    }

    private Optional<String> deletion(String namespace) {
        return kube().standing(namespace) == NamespaceOwnership.HIDDEN ? Optional.empty() : kube().deletion(namespace);
    }

    @Override
    public Readiness ready() {
        return kube().apiReady();
    }

    @Override
    public StepResult copyImage(ImageReference image, Progress progress) {
        throw new UnsupportedOperationException("a cluster that is not ours pulls " + image + " itself");
    }

    @Override
    public StepResult importImage(ArchivedImage image, Progress progress) {
        throw new UnsupportedOperationException("a cluster that is not ours pulls " + image.words() + " itself");
    }

    @Override
    public String kubeconfig() {
        KubeconfigChoice.Choice way = choice();
        try {
            return Kubeconfig.only(
                    Files.readString(way.file()),
                    way.context(),
                    Objects.requireNonNull(way.file().toAbsolutePath().getParent(), "a file is in a folder"));
        } catch (IOException | IllegalArgumentException e) {
            throw new ApplianceException(
                    ClusterProblems.kubeconfigUnusable(way.where(), String.valueOf(e.getMessage())), e);
        }
    }

    /// Taken once: whoever switches the current context meanwhile does not mean us.
    private synchronized KubeconfigChoice.Choice choice() {
        if (chosen == null) {
            chosen = choice.choose();
        }
        return chosen;
    }

    @Override
    public synchronized KubernetesApi kube() {
        if (kube == null) {
            ConfigBuilder config = new ConfigBuilder(choice().config());
            URI proxy = network.httpsProxy();
            if (proxy != null && config.getHttpsProxy() == null) {
                config.withHttpsProxy(proxy.toString())
                        .withNoProxy(network.noProxy().toArray(String[]::new));
            }
            kube = new KubernetesApi(config.build(), owner, Instant.EPOCH, expected);
        }
        return kube;
    }

    @Override
    public ServiceReach reach(String namespace, String service, int port) {
        // A kubeconfig that cannot be used is told at once, and not at the first connection.
        kube();
        return ServiceReach.forwarded(this::kube, namespace, service, port);
    }

    @Override
    public List<String> removal(boolean purge) {
        return switch (kube().standing(settings.namespace())) {
            case OURS ->
                purge
                        ? List.of("namespace " + settings.namespace() + " with everything in it")
                        : belongings().names(false);
            // What is not ours is not looked into unless a person named it.
            case SOMEBODYS, HIDDEN -> expected.adopts() ? belongings().names(purge) : List.of();
            case ABSENT, OF_ANOTHER_HOME -> List.of();
        };
    }

    @Override
    public StepResult remove(boolean purge, Progress progress) {
        List<String> lines = removal(purge);
        if (!lines.isEmpty()) {
            removeNamespaced(purge, progress);
        }
        List<String> kept = purge ? belongings().deleteUnusedDefinitions() : List.of();
        return lines.isEmpty()
                ? new StepResult.Unchanged("nothing of ours is in namespace " + settings.namespace())
                : new StepResult.Done("removed " + String.join(", ", lines)
                        + (kept.isEmpty()
                                ? ""
                                : "; kept, because there are resources of them, " + String.join(", ", kept)));
    }

    private void removeNamespaced(boolean purge, Progress progress) {
        progress.at("deleting from namespace " + settings.namespace(), 0, 0);
        if (!purge) {
            belongings().delete(false);
        } else if (kube().standing(settings.namespace()) == NamespaceOwnership.OURS) {
            belongings().deleteNamespace(progress);
        } else {
            belongings().delete(true);
            belongings().awaitGone(progress);
        }
    }

    @Override
    public StepResult stop() {
        List<String> workloads = belongings().scale(0);
        return workloads.isEmpty()
                ? new StepResult.Unchanged("nothing of ours runs in namespace " + settings.namespace())
                : new StepResult.Done("stopped " + String.join(", ", workloads));
    }

    @Override
    public StepResult restart() {
        List<String> workloads = belongings().restart();
        return workloads.isEmpty()
                ? new StepResult.Unchanged("nothing of ours runs in namespace " + settings.namespace())
                : new StepResult.Done("restarted " + String.join(", ", workloads));
    }

    /// The cluster's own log is not ours to read; what it says of our namespace are its events.
    @Override
    public void logs(int tail, boolean follow, Consumer<String> lines) {
        kube().events(settings.namespace(), tail, follow, lines);
    }

    private OwnedResources belongings() {
        return new OwnedResources(kube(), settings.namespace());
    }

    @Override
    public synchronized void close() {
        if (kube != null) {
            kube.close();
            kube = null;
        }
    }
}

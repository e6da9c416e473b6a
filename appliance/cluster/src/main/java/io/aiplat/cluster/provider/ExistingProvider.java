package io.aiplat.cluster.provider;

import io.aiplat.cluster.Belongings;
import io.aiplat.cluster.ClusterProblems;
import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.Kube;
import io.aiplat.cluster.Owner;
import io.aiplat.cluster.Reach;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.ClusterSpec;
import io.aiplat.model.ImageReference;
import io.aiplat.model.Observed;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.model.StepResult;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cluster that is already there. All we have in it is one namespace, which carries our label; it pulls its
/// images itself, and is reached through its API.
public final class ExistingProvider implements ClusterProvider {
    private final Settings.Cluster settings;
    private final Settings.Network network;
    private final String owner;
    private final KubeconfigChoice choice;
    private @Nullable Kube kube;

    /// The cluster those settings lead to.
    ///
    /// @param owner       id of this home
    /// @param environment of this process, for `KUBECONFIG`
    /// @param userHome    where `.kube` is
    public ExistingProvider(
            Settings.Cluster settings,
            Settings.Network network,
            String owner,
            Map<String, String> environment,
            Path userHome) {
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
    public Observed.Cluster observe() {
        return kube().namespace(settings.namespace())
                .<Observed.Cluster>map(labels -> owner.equals(labels.get(Owner.LABEL))
                        ? new Observed.Cluster.Running(0, 0)
                        : new Observed.Cluster.Foreign("namespace " + settings.namespace()))
                .orElseGet(Observed.Cluster.Absent::new);
    }

    @Override
    public StepResult ensure(ClusterSpec spec, Progress progress) {
        return kube().ensureNamespace(settings.namespace())
                ? new StepResult.Done("created namespace " + settings.namespace())
                : new StepResult.Unchanged("namespace " + settings.namespace() + " is there");
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
    public String kubeconfig() {
        KubeconfigChoice.Choice chosen = choice.choose();
        try {
            return Files.readString(chosen.file());
        } catch (IOException e) {
            throw new ApplianceException(
                    ClusterProblems.kubeconfigUnusable(chosen.where(), String.valueOf(e.getMessage())), e);
        }
    }

    @Override
    public synchronized Kube kube() {
        if (kube == null) {
            ConfigBuilder config = new ConfigBuilder(choice.choose().config());
            URI proxy = network.httpsProxy();
            if (proxy != null && config.getHttpsProxy() == null) {
                config.withHttpsProxy(proxy.toString())
                        .withNoProxy(network.noProxy().toArray(String[]::new));
            }
            kube = new Kube(config.build(), owner, Instant.EPOCH);
        }
        return kube;
    }

    @Override
    public Reach reachModels() {
        return kube().reach(settings.namespace(), MODEL_SERVICE);
    }

    @Override
    public List<String> removal(boolean purge) {
        return switch (observe()) {
            case Observed.Cluster.Running _, Observed.Cluster.Stopped _ ->
                purge
                        ? List.of("namespace " + settings.namespace() + " with everything in it")
                        : belongings().names();
            case Observed.Cluster.Absent _, Observed.Cluster.Foreign _ -> List.of();
        };
    }

    @Override
    public StepResult remove(boolean purge, Progress progress) {
        List<String> lines = removal(purge);
        if (lines.isEmpty()) {
            return new StepResult.Unchanged("nothing of ours is in namespace " + settings.namespace());
        }
        progress.at("deleting from namespace " + settings.namespace(), 0, 0);
        if (purge) {
            belongings().deleteNamespace();
        } else {
            belongings().delete();
        }
        return new StepResult.Done("removed " + String.join(", ", lines));
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

    private Belongings belongings() {
        return new Belongings(kube(), settings.namespace());
    }

    @Override
    public synchronized void close() {
        if (kube != null) {
            kube.close();
            kube = null;
        }
    }
}

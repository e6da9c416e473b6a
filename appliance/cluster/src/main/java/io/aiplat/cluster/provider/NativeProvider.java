package io.aiplat.cluster.provider;

import io.aiplat.cluster.ArchivedImage;
import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.Kubeconfig;
import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.cluster.node.K3sLookup;
import io.aiplat.cluster.node.LocalCommand;
import io.aiplat.cluster.node.NativeNode;
import io.aiplat.host.container.ExecResult;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.StepResult;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A k3s node that is a process of this machine, for machines without a container engine. It uses the places that k3s
/// itself uses, and a machine has one.
public final class NativeProvider implements ClusterProvider {
    private final NativeNode node;
    private final K3sLookup k3s;
    private final String name;
    private final String owner;
    private final Settings.Network network;
    private final @Nullable ClusterIdentity pinned;
    private final NativeGpus gpus;
    private @Nullable Access access;

    /// The cluster of that name on this machine.
    ///
    /// @param owner  id of this home
    /// @param pinned the machine this home's cluster was made on; null where that is not known
    public NativeProvider(
            NativeNode node,
            K3sLookup k3s,
            String name,
            String owner,
            Settings.Network network,
            @Nullable ClusterIdentity pinned) {
        this.node = node;
        this.k3s = k3s;
        this.name = name;
        this.owner = owner;
        this.network = network;
        this.pinned = pinned;
        this.gpus = new NativeGpus(node);
    }

    /// A client, and what it was made from.
    private record Access(String kubeconfig, String since, KubernetesApi kube) {}

    @Override
    public ClusterKind kind() {
        return ClusterKind.NATIVE;
    }

    @Override
    public ClusterIdentity identity() {
        ClusterIdentity here =
                new ClusterIdentity(null, null, "this machine", node.machineId().orElse(null));
        if (pinned != null && !pinned.same(here)) {
            throw new ApplianceException(ClusterProblems.isAnother(pinned, here));
        }
        return here;
    }

    @Override
    public boolean adopted() {
        return false;
    }

    @Override
    public Observed.Cluster observe() {
        Optional<String> foreign = node.foreign();
        if (foreign.isPresent()) {
            return new Observed.Cluster.Foreign(foreign.get());
        }
        return node.state()
                .<Observed.Cluster>map(s -> s.running()
                        ? new Observed.Cluster.Running(s.apiPort(), ClusterSpec.MODEL_NODE_PORT)
                        : new Observed.Cluster.Stopped(s.apiPort(), ClusterSpec.MODEL_NODE_PORT))
                .orElseGet(Observed.Cluster.Absent::new);
    }

    @Override
    public StepResult ensure(ClusterSpec spec, Progress progress) {
        identity();
        node.refuseForeign();
        NativeCommand command = NativeCommand.of(spec, k3s.required(), network, cgroupVersion());
        Map<String, byte[]> handlers = gpus.files(spec.gpus());
        Optional<String> why = node.state().flatMap(_ -> gpus.change(spec.gpus()));
        return NativeGpus.because(
                node.run(
                        spec.apiPort(),
                        command.words(),
                        command.variables(),
                        command.files(),
                        handlers,
                        command.fingerprint()),
                why);
    }

    private static int cgroupVersion() {
        return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")) ? 2 : 1;
    }

    @Override
    public Readiness ready() {
        Optional<String> death = node.death();
        if (death.isPresent()) {
            return new Readiness.Never(ClusterProblems.nodeDied(name, death.get()));
        }
        Optional<KubernetesApi> kube = connect(state());
        if (kube.isEmpty()) {
            return new Readiness.NotYet("k3s is starting; it has not written its kubeconfig yet.");
        }
        return switch (kube.get().apiReady()) {
            case Readiness.Ready _ -> kube.get().nodesReady();
            case Readiness.NotYet notYet -> notYet;
            case Readiness.Never never -> never;
        };
    }

    @Override
    public StepResult copyImage(ImageReference image, Progress progress) {
        throw new UnsupportedOperationException("without a container engine there is none to copy " + image + " from");
    }

    @Override
    public StepResult importImage(ArchivedImage image, Progress progress) {
        String program = k3s.required().toString();
        return new NodeImport(new NodeShell() {
                    @Override
                    public ExecResult run(List<String> command) {
                        return LocalCommand.run(of(command));
                    }

                    @Override
                    public ExecResult run(List<String> command, InputStream in) {
                        return LocalCommand.run(of(command), in);
                    }

                    private List<String> of(List<String> command) {
                        List<String> words = new ArrayList<>(command);
                        words.set(0, program);
                        return words;
                    }
                })
                .take(image, progress);
    }

    @Override
    public NodeGpus gpus() {
        return node.state()
                .map(state -> gpus.look(state.running() ? connect(state) : Optional.empty()))
                .orElse(NodeGpus.UNKNOWN);
    }

    @Override
    public Optional<Path> imagesFolder() {
        return Optional.of(node.imagesFolder());
    }

    @Override
    public String kubeconfig() {
        return readKubeconfig(state()).orElseThrow(this::notWritten);
    }

    @Override
    public synchronized KubernetesApi kube() {
        return connect(state()).orElseThrow(this::notWritten);
    }

    private ApplianceException notWritten() {
        return new ApplianceException(
                ClusterProblems.apiNotReachable("the node of " + name, "k3s has not written its kubeconfig yet."));
    }

    /// The model engine is reached by its node port, which the kernel forwards from the loopback alone; all else
    /// through the API.
    @Override
    public ServiceReach reach(String namespace, String service, int port) {
        return service.equals(MODEL_SERVICE) && port == MODEL_SERVICE_PORT
                ? ServiceReach.fixed(URI.create("http://127.0.0.1:" + ClusterSpec.MODEL_NODE_PORT))
                : ServiceReach.forwarded(this::kube, namespace, service, port);
    }

    @Override
    public List<String> removal(boolean purge) {
        return node.belongings(purge);
    }

    @Override
    public StepResult remove(boolean purge, Progress progress) {
        List<String> lines = removal(purge);
        if (lines.isEmpty()) {
            return new StepResult.Unchanged("nothing of cluster " + name + " is there");
        }
        close();
        progress.at("stopping the node", 0, 0);
        node.end();
        node.forgetService();
        if (purge) {
            node.purge();
        }
        return new StepResult.Done("removed " + String.join(", ", lines));
    }

    @Override
    public StepResult stop() {
        if (node.state().filter(NativeNode.State::marked).isEmpty()) {
            return new StepResult.Unchanged("the node does not run");
        }
        close();
        node.end();
        return new StepResult.Done("stopped the node");
    }

    @Override
    public StepResult restart() {
        state();
        node.restart();
        return new StepResult.Done("restarted the node");
    }

    @Override
    public void logs(int tail, boolean follow, Consumer<String> lines) {
        state();
        node.logs(tail, follow, lines);
    }

    @Override
    public synchronized void close() {
        if (access != null) {
            access.kube().close();
            access = null;
        }
    }

    private NativeNode.State state() {
        return node.state()
                .orElseThrow(() -> new ApplianceException(
                        ClusterProblems.apiNotReachable("cluster " + name, "There is no such cluster.")));
    }

    private synchronized Optional<KubernetesApi> connect(NativeNode.State state) {
        Optional<String> kubeconfig = readKubeconfig(state);
        if (kubeconfig.isEmpty()) {
            return Optional.empty();
        }
        if (access == null
                || !access.kubeconfig().equals(kubeconfig.get())
                || !access.since().equals(state.since())) {
            close();
            KubernetesApi kube = KubernetesApi.of(kubeconfig.get(), owner, Instant.parse(state.since()));
            access = new Access(kubeconfig.get(), state.since(), kube);
        }
        return Optional.of(access.kube());
    }

    private Optional<String> readKubeconfig(NativeNode.State state) {
        try {
            return node.kubeconfig()
                    .map(text -> Kubeconfig.renamed(text, name, "https://127.0.0.1:" + state.apiPort()));
        } catch (IllegalArgumentException _) {
            // Read while it was being written; the next look finds it whole.
            return Optional.empty();
        }
    }
}

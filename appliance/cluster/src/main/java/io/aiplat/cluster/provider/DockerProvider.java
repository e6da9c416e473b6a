package io.aiplat.cluster.provider;

import io.aiplat.cluster.ArchivedImage;
import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.Kubeconfig;
import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.Owner;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.host.HostProblems;
import io.aiplat.host.LocalPorts;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.host.container.ContainerRequest;
import io.aiplat.host.container.ContainerState;
import io.aiplat.host.container.ExecResult;
import io.aiplat.host.container.LocalImage;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A k3s node in a container of the local engine. Container, network and hostname carry the cluster's name; data
/// lives in four named volumes, so the container can be replaced at any time.
public final class DockerProvider implements ClusterProvider {
    private static final String KUBECONFIG = "/etc/rancher/k3s/k3s.yaml";
    private static final int STOP_SECONDS = 10;
    private static final int LOG_LINES = 15;
    /// A node that the engine had to start this often will not stay up.
    private static final int RESTARTS = 3;

    private final ContainerEngine engine;
    private final String name;
    private final String owner;
    private final Settings.Network network;
    private final @Nullable ClusterIdentity pinned;
    private final ContainerGpus gpus;
    private @Nullable Access access;
    private boolean verified;
    /// Whether the node's volumes were made by this very object, so that it holds nothing yet.
    private boolean blank;
    /// What a node that began with nothing has been brought since.
    private final Set<ImageReference> brought = new HashSet<>();

    /// The cluster of that name.
    ///
    /// @param owner  id of this home
    /// @param pinned the engine this home's cluster was made in; null where that is not known
    public DockerProvider(
            ContainerEngine engine,
            String name,
            String owner,
            Settings.Network network,
            @Nullable ClusterIdentity pinned) {
        this.pinned = pinned;
        this.engine = engine;
        this.name = name;
        this.owner = owner;
        this.network = network;
        this.gpus = new ContainerGpus(engine, name);
    }

    /// A client, and what it was made from.
    private record Access(String kubeconfig, String startedAt, KubernetesApi kube) {
        boolean isFor(String text, ContainerState container) {
            return kubeconfig.equals(text) && startedAt.equals(container.startedAt());
        }
    }

    @Override
    public ClusterKind kind() {
        return ClusterKind.DOCKER;
    }

    @Override
    public ClusterIdentity identity() {
        verify();
        String id = engine.id();
        return new ClusterIdentity(null, null, engine.answers().endpoint(), id.isEmpty() ? null : id);
    }

    @Override
    public boolean adopted() {
        return false;
    }

    /// An engine whose data was wiped has another name for itself, and one that moved has another address: it is
    /// another engine where both are.
    private void verify() {
        if (pinned != null && !verified) {
            String endpoint = engine.answers().endpoint();
            if (!endpoint.equals(pinned.server())
                    && pinned.uid() != null
                    && !pinned.uid().equals(engine.id())) {
                throw new ApplianceException(ClusterProblems.otherEngine(name, pinned.server(), endpoint));
            }
            verified = true;
        }
    }

    @Override
    public Observed.Cluster observe() {
        Optional<String> foreign = foreign();
        if (foreign.isPresent()) {
            return new Observed.Cluster.Foreign(foreign.get());
        }
        return container()
                .<Observed.Cluster>map(c -> c.running() || c.paused()
                        ? new Observed.Cluster.Running(apiPort(c), modelPort(c))
                        : new Observed.Cluster.Stopped(apiPort(c), modelPort(c)))
                .orElseGet(Observed.Cluster.Absent::new);
    }

    @Override
    public StepResult ensure(ClusterSpec wanted, Progress progress) {
        foreign().ifPresent(what -> {
            throw new ApplianceException(ClusterProblems.notOurs(
                    what,
                    "It has no label " + Owner.ENGINE_LABEL + "=" + owner + ", the id of this home.",
                    List.of("Use another name: aiplat up --name aiplat2")));
        });
        Optional<ContainerState> there = container();
        ClusterSpec spec = withPorts(wanted, there);
        LocalImage image = image(spec, progress);
        Map<String, byte[]> files = new TreeMap<>(NodeFiles.of(network));
        files.putAll(ContainerGpus.files(spec.gpus()));
        ContainerRequest request = NodeContainer.request(spec, engine.answers(), network);
        String fingerprint = ContainerFingerprint.of(request, image.id(), files);
        if (there.isPresent() && asWanted(there.get(), fingerprint) && gpus.intact(spec.gpus())) {
            if (there.get().paused()) {
                engine.containers().unpause(name);
                return new StepResult.Done("unpaused the node, which somebody had paused");
            }
            if (there.get().running()) {
                return new StepResult.Unchanged("the node runs");
            }
            engine.containers().start(name);
            return new StepResult.Done("started the node");
        }
        String done =
                there.isEmpty() ? "created the node" : "replaced the node, keeping its data" + gpus.change(spec.gpus());
        there.ifPresent(_ -> removeContainer());
        create(request.withLabels(Map.of(ContainerFingerprint.LABEL, fingerprint)), files);
        return new StepResult.Done(done);
    }

    /// A container that never started may lack its files; one without its network cannot start.
    private boolean asWanted(ContainerState there, String fingerprint) {
        return fingerprint.equals(there.labels().get(ContainerFingerprint.LABEL))
                && !there.status().equals("created")
                && !there.status().equals("dead")
                && engine.networks().find(name).isPresent();
    }

    private void create(ContainerRequest request, Map<String, byte[]> files) {
        Map<String, String> labels = Owner.engineLabels(owner, name);
        if (engine.networks().find(name).isEmpty()) {
            engine.networks().create(name, labels);
        }
        boolean made = true;
        for (String volume : NodeContainer.volumes(name).keySet()) {
            if (engine.volumes().find(volume).isEmpty()) {
                engine.volumes().create(volume, labels);
            } else {
                made = false;
            }
        }
        blank = made;
        brought.clear();
        gpus.create(request, files);
        engine.containers().start(name);
    }

    private LocalImage image(ClusterSpec spec, Progress progress) {
        ImageReference image = Objects.requireNonNull(spec.nodeImage(), "a node has an image");
        Optional<LocalImage> local = engine.images().find(image);
        if (local.isPresent()) {
            return local.get();
        }
        if (!spec.pullImage()) {
            throw new ApplianceException(HostProblems.imageMissing(
                    image.toString(), "It was on this machine when the plan was made, and is no longer."));
        }
        return engine.images().pull(image, network.registries(), progress);
    }

    private static ClusterSpec withPorts(ClusterSpec spec, Optional<ContainerState> there) {
        int api = spec.apiPort() > 0
                ? spec.apiPort()
                : there.map(DockerProvider::apiPort).orElse(0);
        int model = spec.modelPort() > 0
                ? spec.modelPort()
                : there.map(DockerProvider::modelPort).orElse(0);
        return new ClusterSpec(
                spec.kind(),
                spec.name(),
                spec.owner(),
                spec.nodeImage(),
                spec.pullImage(),
                api > 0 ? api : LocalPorts.chooseFree(),
                model > 0 ? model : LocalPorts.chooseFree(),
                spec.gpus(),
                spec.namespace());
    }

    @Override
    public Readiness ready() {
        Optional<ContainerState> there = container();
        if (there.isEmpty()) {
            return new Readiness.Never(ClusterProblems.nodeDied(name, "Its container is gone."));
        }
        if (there.get().paused()) {
            return new Readiness.NotYet("Somebody paused the node: docker unpause " + name);
        }
        if (ended(there.get())) {
            return new Readiness.Never(ClusterProblems.nodeDied(name, howItEnded(there.get())));
        }
        Optional<KubernetesApi> kube = connect(there.get());
        if (kube.isEmpty()) {
            return new Readiness.NotYet("k3s is starting; it has not written its kubeconfig yet.");
        }
        return switch (kube.get().apiReady()) {
            case Readiness.Ready _ -> kube.get().nodesReady();
            case Readiness.NotYet notYet -> notYet;
            case Readiness.Never never -> never;
        };
    }

    /// The count of restarts goes back to the last start by hand, which may be long ago, so it says something only
    /// of a node that is down right now.
    private static boolean ended(ContainerState there) {
        return !there.running() || (there.restarting() && there.restarts() >= RESTARTS);
    }

    private String howItEnded(ContainerState there) {
        List<String> tail = new ArrayList<>();
        engine.containers().logs(name, LOG_LINES, false, tail::add);
        String how = there.oomKilled()
                ? "The kernel ended it for lack of memory (exit code " + there.exitCode() + ")."
                : "Its container ended with exit code " + there.exitCode() + " and was restarted " + there.restarts()
                        + " times.";
        return tail.isEmpty() ? how : how + " Its last words:\n" + String.join("\n", tail);
    }

    @Override
    public StepResult copyImage(ImageReference image, Progress progress) {
        NodeImages images = new NodeImages(engine, shell());
        StepResult result =
                blank && !brought.contains(image) ? images.bring(image, progress) : images.copy(image, progress);
        brought.add(image);
        return result;
    }

    @Override
    public StepResult importImage(ArchivedImage image, Progress progress) {
        return new NodeImport(shell()).take(image, progress);
    }

    @Override
    public NodeGpus gpus() {
        return container()
                .filter(there -> ours(there.labels()))
                .map(there -> gpus.look(there.running() ? connect(there) : Optional.empty()))
                .orElse(NodeGpus.UNKNOWN);
    }

    private NodeShell shell() {
        return new NodeShell() {
            @Override
            public ExecResult run(List<String> command) {
                return engine.containers().exec(name, command);
            }

            @Override
            public ExecResult run(List<String> command, InputStream in) {
                return engine.containers().exec(name, command, in);
            }
        };
    }

    @Override
    public String kubeconfig() {
        return readKubeconfig(running())
                .orElseThrow(() -> new ApplianceException(ClusterProblems.apiNotReachable(
                        "the node of " + name, "k3s has not written its kubeconfig yet.")));
    }

    @Override
    public synchronized KubernetesApi kube() {
        return connect(running())
                .orElseThrow(() -> new ApplianceException(ClusterProblems.apiNotReachable(
                        "the node of " + name, "k3s has not written its kubeconfig yet.")));
    }

    /// The model engine, through which everything that is asked of models goes, has a port of its own that the kernel
    /// forwards. All else goes through the port of the API: why it is so, docs/decisions/clusters.md.
    @Override
    public ServiceReach reach(String namespace, String service, int port) {
        return service.equals(MODEL_SERVICE) && port == MODEL_SERVICE_PORT
                ? ServiceReach.fixed(URI.create("http://127.0.0.1:" + modelPort(running())))
                : ServiceReach.forwarded(this::kube, namespace, service, port);
    }

    @Override
    public List<String> removal(boolean purge) {
        List<String> lines = new ArrayList<>();
        if (container().filter(c -> ours(c.labels())).isPresent()) {
            lines.add("container " + name);
        }
        if (engine.networks().find(name).filter(this::ours).isPresent()) {
            lines.add("network " + name);
        }
        if (purge) {
            ownVolumes().forEach(volume -> lines.add("volume " + volume));
        }
        return lines;
    }

    @Override
    public StepResult remove(boolean purge, Progress progress) {
        List<String> lines = removal(purge);
        if (lines.isEmpty()) {
            return new StepResult.Unchanged("nothing of cluster " + name + " is there");
        }
        close();
        if (container().filter(c -> ours(c.labels())).isPresent()) {
            progress.at("stopping the node", 0, 0);
            removeContainer();
        }
        List<String> held = new ArrayList<>();
        if (engine.networks().find(name).filter(this::ours).isPresent()) {
            List<String> neighbours = engine.networks().attached(name);
            removeUnlessHeld(
                    "network " + name, neighbours, () -> engine.networks().remove(name), held);
        }
        if (purge) {
            for (String volume : ownVolumes()) {
                removeUnlessHeld(
                        "volume " + volume, List.of(), () -> engine.volumes().remove(volume), held);
            }
        }
        if (!held.isEmpty()) {
            throw new ApplianceException(ClusterProblems.partsHeld(name, held));
        }
        return new StepResult.Done("removed " + String.join(", ", lines));
    }

    /// What a container that is not ours uses stays, and the rest goes on.
    private static void removeUnlessHeld(String what, List<String> users, Runnable remove, List<String> held) {
        if (!users.isEmpty()) {
            held.add(what + ": container " + String.join(", ", users) + " is attached to it");
            return;
        }
        try {
            remove.run();
        } catch (ApplianceException e) {
            held.add(what + ": " + e.problem().why());
        }
    }

    private void removeContainer() {
        if (container().filter(ContainerState::paused).isPresent()) {
            // A paused program cannot end by itself.
            engine.containers().unpause(name);
        }
        engine.containers().stop(name, STOP_SECONDS);
        engine.containers().remove(name);
    }

    private List<String> ownVolumes() {
        return NodeContainer.volumes(name).keySet().stream()
                .filter(volume ->
                        engine.volumes().find(volume).filter(this::ours).isPresent())
                .toList();
    }

    @Override
    public StepResult stop() {
        if (container()
                .filter(c -> ours(c.labels()))
                .filter(ContainerState::running)
                .isEmpty()) {
            return new StepResult.Unchanged("the node does not run");
        }
        engine.containers().stop(name, STOP_SECONDS);
        return new StepResult.Done("stopped the node");
    }

    @Override
    public StepResult restart() {
        running();
        engine.containers().stop(name, STOP_SECONDS);
        engine.containers().start(name);
        return new StepResult.Done("restarted the node");
    }

    @Override
    public void logs(int tail, boolean follow, Consumer<String> lines) {
        running();
        engine.containers().logs(name, tail, follow, lines);
    }

    @Override
    public synchronized void close() {
        if (access != null) {
            access.kube().close();
            access = null;
        }
    }

    /// A client for the node as it is now; empty while k3s has not said how to reach it.
    private synchronized Optional<KubernetesApi> connect(ContainerState there) {
        Optional<String> kubeconfig = readKubeconfig(there);
        if (kubeconfig.isEmpty()) {
            return Optional.empty();
        }
        if (access == null || !access.isFor(kubeconfig.get(), there)) {
            close();
            KubernetesApi kube = KubernetesApi.of(kubeconfig.get(), owner, Instant.parse(there.startedAt()));
            access = new Access(kubeconfig.get(), there.startedAt(), kube);
        }
        return Optional.of(access.kube());
    }

    private Optional<String> readKubeconfig(ContainerState there) {
        Optional<byte[]> file = engine.containers().read(name, KUBECONFIG);
        try {
            return file.map(bytes -> Kubeconfig.renamed(
                    new String(bytes, StandardCharsets.UTF_8), name, "https://127.0.0.1:" + apiPort(there)));
        } catch (IllegalArgumentException _) {
            // Read while it was being written; the next look finds it whole.
            return Optional.empty();
        }
    }

    private ContainerState running() {
        if (container().filter(c -> c.paused() && ours(c.labels())).isPresent()) {
            throw new ApplianceException(ClusterProblems.apiNotReachable(
                    "the node of " + name, "Somebody paused its container. Let it go on: docker unpause " + name));
        }
        return container()
                .filter(c -> ours(c.labels()))
                .orElseThrow(() -> new ApplianceException(
                        ClusterProblems.apiNotReachable("cluster " + name, "There is no such cluster.")));
    }

    private Optional<ContainerState> container() {
        verify();
        return engine.containers().find(name);
    }

    /// The first thing of our names that is not ours.
    private Optional<String> foreign() {
        if (container().filter(c -> !ours(c.labels())).isPresent()) {
            return Optional.of("container " + name);
        }
        if (engine.networks().find(name).filter(labels -> !ours(labels)).isPresent()) {
            return Optional.of("network " + name);
        }
        return NodeContainer.volumes(name).keySet().stream()
                .filter(v ->
                        engine.volumes().find(v).filter(labels -> !ours(labels)).isPresent())
                .findFirst()
                .map(volume -> "volume " + volume);
    }

    private boolean ours(Map<String, String> labels) {
        return owner.equals(labels.get(Owner.ENGINE_LABEL));
    }

    private static int apiPort(ContainerState container) {
        return container.ports().getOrDefault(NodeContainer.API_PORT, 0);
    }

    private static int modelPort(ContainerState container) {
        return container.ports().getOrDefault(ClusterSpec.MODEL_NODE_PORT, 0);
    }
}

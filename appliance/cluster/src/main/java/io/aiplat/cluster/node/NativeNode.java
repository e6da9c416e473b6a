package io.aiplat.cluster.node;

import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.StepResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The k3s of this machine, in the places k3s itself uses. What is there and has no record of ours beside it is
/// somebody else's, and nothing of it is touched.
public final class NativeNode {
    private static final String DATA = "var/lib/rancher/k3s";
    private static final String ETC = "etc/rancher/k3s";
    private static final List<String> STATE =
            List.of("var/lib/kubelet", "var/lib/cni/networks/cbr0", "var/lib/cni/results", "var/lib/cni/flannel");
    private static final int LOG_TAIL = 1 << 16;

    private final Path root;
    private final String owner;
    private final String name;
    private final NodeTraces machine;
    private final NodeService service;

    /// As a home sees it.
    ///
    /// @param root  where the machine's files are found, `/`
    /// @param owner id of this home
    /// @param name  of the cluster
    public NativeNode(Path root, String owner, String name, NodeTraces machine, NodeService service) {
        this.root = root;
        this.owner = owner;
        this.name = name;
        this.machine = machine;
        this.service = service;
    }

    /// How the node is as of now.
    ///
    /// @param apiPort of the API
    /// @param running whether k3s runs, or what it has started
    /// @param since   when it began with no pod running: k3s that is started again finds its pods as they were
    /// @param marked  whether the machine may bear traces of it
    public record State(int apiPort, boolean running, String since, boolean marked) {}

    /// The state; empty where there is no node of this home.
    public Optional<State> state() {
        return ours().map(r -> new State(r.apiPort(), service.busy(), since(r), r.marked()));
    }

    private String since(NodeRecord record) {
        Instant began = Instant.parse(record.startedAt());
        Instant boot = machine.boot();
        return (boot.isAfter(began) ? boot : began).toString();
    }

    /// What is there and not of this home; empty where nothing is.
    public Optional<String> foreign() {
        Optional<NodeRecord> record = NodeRecord.read(record());
        if (record.isPresent()) {
            return ours().isPresent()
                    ? Optional.empty()
                    : Optional.of("k3s node " + record.get().name() + " in /" + DATA);
        }
        return Stream.of(DATA + "/server", ETC + "/k3s.yaml", "etc/systemd/system/k3s.service", "var/lib/kubelet/pods")
                .filter(path -> Files.exists(root.resolve(path)))
                .findFirst()
                .map(path -> "Kubernetes node with /" + path)
                .or(() -> machine.link().map(link -> "Kubernetes node with the interface " + link));
    }

    private Optional<NodeRecord> ours() {
        return NodeRecord.read(record())
                .filter(r -> r.owner().equals(owner) && r.name().equals(name));
    }

    /// What calls itself this machine, for as long as it is installed; empty where nobody noted it.
    public Optional<String> machineId() {
        try {
            String id = Files.readString(root.resolve("etc/machine-id")).strip();
            return id.isEmpty() ? Optional.empty() : Optional.of(id);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Has k3s run so: starts it, or starts it anew where it was started otherwise.
    ///
    /// @param command     with the program first
    /// @param fingerprint of everything it is started with
    /// @param files       that it reads: path in its folder of settings to content
    /// @param handlers    files of its containerd, path on the machine to content; where these are others, pods
    ///     end with the node, because they keep what they were made with
    public StepResult run(
            int apiPort,
            List<String> command,
            Map<String, String> variables,
            Map<String, byte[]> files,
            Map<String, byte[]> handlers,
            String fingerprint) {
        Optional<NodeRecord> there = ours();
        boolean runs = service.running();
        boolean others = there.isPresent() && !holds(handlers);
        if (runs && !others && there.isPresent() && there.get().fingerprint().equals(fingerprint)) {
            return new StepResult.Unchanged("the node runs");
        }
        if (others && there.get().marked()) {
            end();
            there = ours();
        }
        NodeRecord record = there.orElseGet(() -> NodeRecord.first(owner, name, machine));
        // Before anything is made, so that a `down` after a kill at any moment finds what was.
        String since = there.isPresent() && record.marked() ? record.startedAt() : now();
        record.started(apiPort, fingerprint, command, variables, since).write(record());
        if (service.busy()) {
            service.stop();
        }
        files.forEach((path, content) -> put(root.resolve(ETC).resolve(path), content));
        handlers.forEach((path, content) -> put(at(path), content));
        service.start(name, command, variables);
        return new StepResult.Done(
                there.isEmpty()
                        ? "created the node"
                        : runs ? "replaced the node, keeping its data" : "started the node");
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private boolean holds(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .allMatch(file -> read(file.getKey())
                        .filter(there -> Arrays.equals(there, file.getValue()))
                        .isPresent());
    }

    /// A file of the machine; empty where there is none.
    ///
    /// @param path absolute
    public Optional<byte[]> read(String path) {
        try {
            return Files.exists(at(path)) ? Optional.of(Files.readAllBytes(at(path))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /// Whether systemd makes the groups of pods: as k3s decides it for its own containers, where it is a unit
    /// (https://github.com/k3s-io/k3s/blob/main/pkg/agent/containerd/config_linux.go).
    public boolean systemdCgroup() {
        Optional<byte[]> second = read("/sys/fs/cgroup/cgroup.controllers");
        boolean cpuset = second.map(text -> new String(text, StandardCharsets.UTF_8).matches("(?s)(.*\\s)?cpuset\\b.*"))
                .orElseGet(() -> Files.isDirectory(at("/sys/fs/cgroup/cpuset")));
        return service.managed() && cpuset;
    }

    private static void put(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The kubeconfig k3s has written; empty while it has not.
    public Optional<String> kubeconfig() {
        try {
            Path file = root.resolve(ETC).resolve("k3s.yaml");
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is of this node on this machine, one line each.
    ///
    /// @param purge whether data too
    public List<String> belongings(boolean purge) {
        Optional<NodeRecord> record = ours();
        if (record.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        if (record.get().marked()) {
            lines.add(service.words() + ", the node of cluster " + name);
            lines.add("processes, mounts, interfaces and rules of its pods");
        }
        if (purge) {
            lines.add("folders /" + DATA + ", /" + ETC + " and /var/lib/kubelet, with all its data");
        }
        return lines;
    }

    /// Where k3s looks for images before it starts the first pod.
    public Path imagesFolder() {
        return root.resolve(DATA).resolve("agent/images");
    }

    /// Ends k3s and all its pods, and takes away what they have left on the machine.
    ///
    /// @throws ApplianceException `CLUSTER_TRACES_LEFT`
    public void end() {
        NodeRecord record = ours().orElseThrow();
        service.stop();
        List<String> left = machine.clear(record);
        if (!left.isEmpty()) {
            throw new ApplianceException(NativeProblems.tracesLeft(name, left));
        }
        record.unmarked().write(record());
    }

    /// Ends it with all its pods, and starts it as it was started last.
    public void restart() {
        end();
        NodeRecord record = ours().orElseThrow();
        record.startedAgain(now()).write(record());
        service.start(name, record.command(), record.variables());
    }

    /// Forgets the service; the data stays, and the record beside it.
    public void forgetService() {
        service.forget();
    }

    /// Deletes the data too.
    public void purge() {
        STATE.forEach(path -> NodeTraces.removeTree(root.resolve(path)));
        NodeTraces.removeTree(root.resolve(ETC));
        NodeTraces.removeTree(root.resolve(DATA));
        for (String empty : List.of("var/lib/cni/networks", "var/lib/cni", "var/lib/rancher", "etc/rancher")) {
            // Only where nobody else has anything there.
            boolean _ = root.resolve(empty).toFile().delete();
        }
    }

    /// Whether k3s has ended by itself, and how: the end of its log.
    public Optional<String> death() {
        if (ours().isEmpty() || service.running()) {
            return Optional.empty();
        }
        List<String> tail = tail(15);
        return Optional.of(
                tail.isEmpty() ? "k3s has ended." : "k3s has ended. Its last words:\n" + String.join("\n", tail));
    }

    /// Hands on its log, line by line.
    ///
    /// @param tail   how many lines of the past
    /// @param follow whether to go on until this thread is interrupted
    public void logs(int tail, boolean follow, Consumer<String> lines) {
        tail(tail).forEach(lines);
        if (follow) {
            new LogFollower(service.log()).follow(lines);
        }
    }

    private List<String> tail(int count) {
        try (var file = Files.newByteChannel(service.log())) {
            long begin = Math.max(0, file.size() - LOG_TAIL);
            file.position(begin);
            String text = new String(Channels.newInputStream(file).readNBytes(LOG_TAIL), StandardCharsets.UTF_8);
            List<String> all = text.lines().skip(begin == 0 ? 0 : 1).toList();
            return all.subList(Math.max(0, all.size() - count), all.size());
        } catch (IOException _) {
            return List.of();
        }
    }

    private Path record() {
        return root.resolve(DATA).resolve("aiplat-node");
    }

    /// That something of another owner is in the place of this node.
    ///
    /// @throws ApplianceException `CLUSTER_NOT_OURS`
    public void refuseForeign() {
        foreign().ifPresent(what -> {
            throw new ApplianceException(ClusterProblems.notOurs(
                    what,
                    "It has no record of this home (" + owner + "), and a machine runs one k3s.",
                    List.of("Use it as it is: aiplat up --cluster existing --kubeconfig FILE")));
        });
    }
}

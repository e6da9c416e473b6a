package io.aiplat.cluster.node;

import io.aiplat.host.Programs;
import io.aiplat.host.container.ExecResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a Kubernetes node leaves on a machine when k3s ends, because pods are to outlive it: processes, mounts,
/// interfaces, rules of the packet filter, control groups, settings of the kernel. The list is that of
/// [k3s-killall.sh](https://github.com/k3s-io/k3s/blob/main/install.sh); other than that script, this takes out rules
/// by
/// name instead of writing all rules anew, and leaves what was there before.
public final class NodeTraces {
    /// Where containerd listens, which tells shims of k3s from those of others.
    static final String SOCKET = "/run/k3s/containerd/containerd.sock";

    private static final List<String> MOUNTED_BELOW =
            List.of("/run/k3s/", "/var/lib/kubelet/", "/var/lib/rancher/k3s/", "/run/netns/cni-", "/run/flannel/");
    private static final List<String> LINKS = List.of(
            "cni0", "flannel.1", "flannel-v6.1", "flannel-wg", "flannel-wg-v6", "kube-ipvs0", NodeRoute.INTERFACE);
    private static final List<String> FILTERS =
            List.of("iptables", "iptables-nft", "iptables-legacy", "ip6tables", "ip6tables-nft", "ip6tables-legacy");

    /// Sets a packet loose that came for an address of the loopback, which kube-proxy needs for node ports there.
    private static final List<String> KERNEL = List.of("net/ipv4/conf/all/route_localnet", "net/ipv4/ip_forward");

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path root;
    private final Programs programs;

    /// Of the machine whose files are below a folder, `/`.
    public NodeTraces(Path root, Map<String, String> environment) {
        this.root = root;
        this.programs = new Programs(withSystemFolders(environment, root));
    }

    /// Root's programs are not on every `PATH`, and k3s brings a packet filter's of its own.
    private static Map<String, String> withSystemFolders(Map<String, String> environment, Path root) {
        String path = environment.getOrDefault("PATH", "");
        return Map.of(
                "PATH",
                path + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin:"
                        + root.resolve("var/lib/rancher/k3s/data/current/bin/aux"));
    }

    /// Programs without which nothing could be cleared away.
    List<String> missing() {
        return Stream.of("ip", "umount")
                .filter(name -> programs.find(name).isEmpty())
                .toList();
    }

    Optional<Path> program(String name) {
        return programs.find(name);
    }

    /// Chains of the packet filter with names as Kubernetes gives them.
    Set<String> chains() {
        Set<String> all = new TreeSet<>();
        FILTERS.forEach(filter -> saved(filter).ifPresent(text -> all.addAll(FirewallRules.chains(text))));
        return all;
    }

    /// Mounts below where Kubernetes mounts, the last one first.
    List<String> mounts() {
        try {
            List<String> all = new ArrayList<>();
            for (String line : Files.readAllLines(root.resolve("proc/self/mounts"))) {
                String at = line.split(" ", -1)[1].replace("\\040", " ");
                if (MOUNTED_BELOW.stream().anyMatch(at::startsWith)) {
                    all.addFirst(at);
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Settings of the kernel that Kubernetes changes, as they are.
    Map<String, String> kernel() {
        Map<String, String> values = new TreeMap<>();
        for (String path : KERNEL) {
            try {
                values.put(
                        path,
                        Files.readString(root.resolve("proc/sys").resolve(path)).strip());
            } catch (IOException _) {
                // A kernel without it is not changed either.
            }
        }
        return values;
    }

    /// When this machine was started; the beginning of time where the kernel does not say.
    Instant boot() {
        try {
            return Files.readAllLines(root.resolve("proc/stat")).stream()
                    .filter(line -> line.startsWith("btime "))
                    .map(line -> Instant.ofEpochSecond(
                            Long.parseLong(line.substring("btime ".length()).strip())))
                    .findFirst()
                    .orElse(Instant.EPOCH);
        } catch (IOException _) {
            return Instant.EPOCH;
        }
    }

    /// Keeps an interface from telling the network of itself, as IPv6 does when it comes up.
    void withoutIpv6(String link) {
        Path file = root.resolve("proc/sys/net/ipv6/conf").resolve(link).resolve("disable_ipv6");
        if (Files.exists(file)) {
            setKernel("net/ipv6/conf/" + link + "/disable_ipv6", "1");
        }
    }

    /// An interface of Kubernetes that is there; empty for none.
    Optional<String> link() {
        return LINKS.stream()
                .filter(link -> Files.exists(root.resolve("sys/class/net").resolve(link)))
                .findFirst();
    }

    /// Takes all of it away, but for what the record says was there before.
    ///
    /// @return what is still there, one line each; empty where all went well
    List<String> clear(NodeRecord before) {
        endProcesses();
        for (int tries = 0; tries < 5 && unmount(before.mounts()); tries++) {
            // What was mounted on a mount shows when that is gone.
        }
        deleteLinks();
        FILTERS.forEach(filter -> clearFilter(filter, before.chains()));
        clearSets();
        removeGroups();
        before.kernel().forEach(this::setKernel);
        removeTree(root.resolve("run/k3s"));
        removeTree(root.resolve("run/flannel"));
        return left(before);
    }

    private List<String> left(NodeRecord before) {
        List<String> left = new ArrayList<>();
        mounts().stream().filter(at -> !before.mounts().contains(at)).forEach(at -> left.add("mount " + at));
        shims().forEach(shim -> left.add("process " + shim.pid()));
        link().ifPresent(name -> left.add("interface " + name));
        chains().stream()
                .filter(chain -> !before.chains().contains(chain))
                .forEach(chain -> left.add("chain " + chain));
        return left;
    }

    /// A shim and what it runs. Those of a node in a container are seen too where that is on the same machine, and are
    /// in another namespace of processes.
    private void endProcesses() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<ProcessHandle> shims = shims();
        while (!shims.isEmpty() && System.nanoTime() < end) {
            List<ProcessHandle> all = new ArrayList<>(shims);
            shims.forEach(shim -> shim.descendants().forEach(all::add));
            all.forEach(ProcessHandle::destroyForcibly);
            pause();
            shims = shims();
        }
    }

    private List<ProcessHandle> shims() {
        Path here = namespace(ProcessHandle.current().pid());
        return ProcessHandle.allProcesses()
                .filter(process ->
                        isShim(process.pid()) && namespace(process.pid()).equals(here))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private boolean isShim(long pid) {
        try {
            String line =
                    Files.readString(root.resolve("proc/" + pid + "/cmdline")).replace('\0', ' ');
            return line.contains("containerd-shim") && line.contains("-address " + SOCKET);
        } catch (IOException _) {
            // It has ended.
            return false;
        }
    }

    /// Processes of a session but for shims, whose end would leave what they run to nobody
    /// ([proc_pid_stat(5)](https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html)).
    List<ProcessHandle> session(long id) {
        return ProcessHandle.allProcesses()
                .filter(process -> sessionOf(process.pid()).equals(Long.toString(id)) && !isShim(process.pid()))
                .toList();
    }

    private String sessionOf(long pid) {
        try {
            String stat = Files.readString(root.resolve("proc/" + pid + "/stat"));
            // After the name, which is in brackets and may have any letters: state, parent, group, session.
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
        } catch (IOException _) {
            return "";
        }
    }

    private Path namespace(long pid) {
        try {
            return Files.readSymbolicLink(root.resolve("proc/" + pid + "/ns/pid"));
        } catch (IOException _) {
            return Path.of("unknown");
        }
    }

    private boolean unmount(Set<String> kept) {
        List<String> there = mounts().stream().filter(at -> !kept.contains(at)).toList();
        for (String at : there) {
            if (!run("umount", at).ok()) {
                run("umount", "-l", at);
            }
            if (at.startsWith("/run/netns/cni-")) {
                removeTree(root.resolve(at.substring(1)));
            }
        }
        return !there.isEmpty();
    }

    private void deleteLinks() {
        list(root.resolve("sys/class/net/cni0/brif"))
                .forEach(member ->
                        run("ip", "link", "delete", member.getFileName().toString()));
        LINKS.stream()
                .filter(link -> Files.exists(root.resolve("sys/class/net").resolve(link)))
                .forEach(link -> run("ip", "link", "delete", link));
    }

    private void clearFilter(String filter, Set<String> kept) {
        saved(filter)
                .map(text -> FirewallRules.removal(text, kept))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> {
                    Path restore = programs.find(filter + "-restore").orElseThrow();
                    LocalCommand.run(
                            List.of(restore.toString(), "--noflush", "--wait"),
                            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
                });
    }

    private Optional<String> saved(String filter) {
        if (programs.find(filter + "-restore").isEmpty()) {
            return Optional.empty();
        }
        return programs.find(filter + "-save")
                .map(program -> LocalCommand.run(List.of(program.toString())))
                .filter(ExecResult::ok)
                .map(ExecResult::out);
    }

    /// Sets of addresses that the controller of network policies makes.
    private void clearSets() {
        if (programs.find("ipset").isPresent()) {
            run("ipset", "list", "-n")
                    .out()
                    .lines()
                    .filter(name -> name.startsWith("KUBE-") || name.startsWith("inet6:KUBE-"))
                    .forEach(name -> run("ipset", "destroy", name));
        }
    }

    /// Only empty groups go; those in which somebody else's processes are stay.
    private void removeGroups() {
        Path groups = root.resolve("sys/fs/cgroup");
        Stream.concat(Stream.of(groups), list(groups).stream())
                .flatMap(at -> Stream.of(at.resolve("kubepods"), at.resolve("kubepods.slice")))
                .filter(Files::isDirectory)
                .forEach(NodeTraces::removeFolders);
    }

    private static void removeFolders(Path top) {
        try (Stream<Path> all = Files.walk(top)) {
            all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.reverseOrder())
                    .forEach(folder -> {
                        boolean _ = folder.toFile().delete();
                    });
        } catch (IOException | UncheckedIOException _) {
            // A group that goes while it is looked at.
        }
    }

    private void setKernel(String path, String value) {
        try {
            Files.writeString(root.resolve("proc/sys").resolve(path), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a folder and all in it, without following links.
    static void removeTree(Path top) {
        try {
            if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                    // One that is mounted stays, empty.
                    boolean _ = folder.toFile().delete();
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder) {
        try {
            try (Stream<Path> inside = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
                return inside.toList();
            }
        } catch (IOException _) {
            return List.of();
        }
    }

    ExecResult run(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(programs.find(name).map(Path::toString).orElse(name));
        return LocalCommand.run(command);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

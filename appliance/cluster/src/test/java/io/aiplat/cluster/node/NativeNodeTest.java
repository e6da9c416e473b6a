package io.aiplat.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.host.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeNodeTest {
    @TempDir
    private Path root;

    private NativeNode node(Map<String, String> environment) {
        NodeTraces machine = new NodeTraces(root, environment);
        NodeService service =
                new NodeService(root, machine, new Processes(environment), new NoNote(), root, root.resolve("k3s.log"));
        return new NativeNode(root, "home-1", "aiplat", machine, service);
    }

    /// A handler whose groups are made by somebody else than those of the kubelet starts no pod.
    @Test
    void systemdMakesTheGroupsOfPodsWhereTheNodeIsAUnitAndCpusCanBeSet() throws IOException {
        Path programs = Files.createDirectories(root.resolve("programs"));
        Files.writeString(programs.resolve("systemctl"), "#!/bin/sh\n").toFile().setExecutable(true);
        NativeNode withSystemctl = node(Map.of("PATH", programs.toString()));
        Path groups = Files.createDirectories(root.resolve("sys/fs/cgroup"));
        Path controllers = Files.writeString(groups.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        assertEquals(false, withSystemctl.systemdCgroup(), "systemd does not run");
        Files.createDirectories(root.resolve("run/systemd/system"));
        assertEquals(true, withSystemctl.systemdCgroup());
        Files.writeString(controllers, "cpu io memory pids\n");
        assertEquals(false, withSystemctl.systemdCgroup(), "no CPUs can be set");
        Files.delete(controllers);
        Files.createDirectories(groups.resolve("cpuset"));
        assertEquals(true, withSystemctl.systemdCgroup(), "groups of the first version");
    }

    private static final class NoNote implements ProcessNote {
        @Override
        public Optional<Processes.Started> read() {
            return Optional.empty();
        }

        @Override
        public void write(Processes.Started process) {
            throw new IllegalStateException("nothing is started");
        }

        @Override
        public void forget() {
            throw new IllegalStateException("nothing is started");
        }
    }
}

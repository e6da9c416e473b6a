package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether the kernel lets a node and its pods watch enough files.
final class InotifyProbe implements Probe {
    private static final int NEEDED = 512;

    private final Path root;

    InotifyProbe(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return "inotify";
    }

    @Override
    public String because() {
        return "With the usual 128 instances a second node, or a desktop beside it, runs out "
                + "(https://kind.sigs.k8s.io/docs/user/known-issues#pod-errors-due-to-too-many-open-files).";
    }

    @Override
    public boolean matters(ClusterKind kind) {
        return kind == ClusterKind.DOCKER || kind == ClusterKind.NATIVE;
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        try {
            Path file = root.resolve("proc/sys/fs/inotify/max_user_instances");
            // Not readString: its first read is of one byte, and these files give all they have to the first.
            int instances = Integer.parseInt(Files.readAllLines(file).getFirst());
            return instances < NEEDED
                    ? new ProbeResult.Warn(HostProblems.inotifyLow(instances, NEEDED))
                    : new ProbeResult.Pass(instances + " instances");
        } catch (IOException | NumberFormatException _) {
            // Not Linux: the engine runs in a virtual machine whose limits are its maker's care.
            return new ProbeResult.Pass("this system has no such limit");
        }
    }
}

package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether a process may have enough file descriptors open.
final class DescriptorsProbe implements Probe {
    private static final int NEEDED = 1024;
    private static final String LINE = "Max open files";

    private final Path root;

    DescriptorsProbe(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return "descriptors";
    }

    @Override
    public String because() {
        return "Each connection takes one, and without any left nobody can connect.";
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        try {
            for (String line : Files.readAllLines(root.resolve("proc/self/limits"))) {
                if (line.startsWith(LINE)) {
                    return verdict(line.substring(LINE.length()).strip().split("\\s+", 2)[0]);
                }
            }
        } catch (IOException | NumberFormatException _) {
            // Not Linux: its limits are told in another way, and are mostly large.
        }
        return new ProbeResult.Pass("this system does not say");
    }

    private static ProbeResult verdict(String soft) {
        if (soft.equals("unlimited")) {
            return new ProbeResult.Pass("any number");
        }
        long most = Long.parseLong(soft);
        return most < NEEDED
                ? new ProbeResult.Warn(HostProblems.descriptorsFew(most, NEEDED))
                : new ProbeResult.Pass(most + " may be open");
    }
}

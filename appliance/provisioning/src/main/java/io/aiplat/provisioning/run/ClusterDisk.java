package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.ModelDisk;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// The volume of Ollama in a cluster, looked at from inside its pod.
final class ClusterDisk implements ModelDisk {
    private static final String WORKLOAD = "Deployment/ollama";
    private static final String CONTAINER = "ollama";
    private static final String FOLDER = "/var/lib/ollama/models";
    private static final int KIB = 1024;

    private final Supplier<ClusterProvider> cluster;
    private final String namespace;

    /// @param cluster asked for only when something is to be looked at: the way there is long
    ClusterDisk(Supplier<ClusterProvider> cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    @Override
    public OptionalLong freeBytes() {
        return run("df -kP " + FOLDER).map(ClusterDisk::free).orElse(OptionalLong.empty());
    }

    @Override
    public void removeUnfinished() {
        run("rm -f " + FOLDER + "/blobs/*-partial*");
    }

    /// Reads the table `Filesystem 1024-blocks Used Available Capacity Mounted`.
    static OptionalLong free(String table) {
        return table.lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(f -> f.length > 3 && f[3].matches("[0-9]{1,15}"))
                .mapToLong(f -> Long.parseLong(f[3]) * KIB)
                .findFirst();
    }

    private Optional<String> run(String script) {
        try {
            return cluster.get().kube().exec(namespace, WORKLOAD, CONTAINER, "sh", "-c", script);
        } catch (ApplianceException _) {
            // It is not known then; the pull says by itself what it runs into.
            return Optional.empty();
        }
    }
}

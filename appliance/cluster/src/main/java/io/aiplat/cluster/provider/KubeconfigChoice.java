package io.aiplat.cluster.provider;

import io.aiplat.cluster.Kubeconfig;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the file and context that lead to a cluster of the person's: where settings say, else where kubectl
/// looks (`KUBECONFIG`, then `~/.kube/config`).
final class KubeconfigChoice {
    private final Settings.Cluster wanted;
    private final Map<String, String> environment;
    private final Path userHome;

    KubeconfigChoice(Settings.Cluster wanted, Map<String, String> environment, Path userHome) {
        this.wanted = wanted;
        this.environment = environment;
        this.userHome = userHome;
    }

    /// A file and a context in it.
    record Choice(Path file, String context) {
        Config config() {
            return Config.fromKubeconfig(context, file.toFile());
        }

        String where() {
            return file + " (context " + context + ")";
        }
    }

    /// The first file that holds the wanted context, or has a current one where none is wanted.
    ///
    /// @throws ApplianceException `CLUSTER_KUBECONFIG_UNUSABLE` naming what was looked at
    Choice choose() {
        StringBuilder seen = new StringBuilder();
        for (Path file : files()) {
            if (!Files.isReadable(file)) {
                seen.append(file).append(" is not there or not readable. ");
                continue;
            }
            io.fabric8.kubernetes.api.model.Config config = read(file);
            List<String> names =
                    config.getContexts().stream().map(NamedContext::getName).toList();
            String context = wanted.context() == null ? config.getCurrentContext() : wanted.context();
            if (context != null && names.contains(context)) {
                return new Choice(file, context);
            }
            seen.append(file).append(" has the contexts ").append(names).append(". ");
        }
        throw unusable(seen.toString().strip());
    }

    private List<Path> files() {
        Path given = wanted.kubeconfig();
        return given == null ? Kubeconfig.usual(environment, userHome) : List.of(given);
    }

    private io.fabric8.kubernetes.api.model.Config read(Path file) {
        try {
            return Kubeconfig.parse(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(file + " cannot be read: " + e.getMessage());
        }
    }

    private ApplianceException unusable(String why) {
        @Nullable Path file = wanted.kubeconfig();
        String context = wanted.context() == null ? "its current context" : "context " + wanted.context();
        return new ApplianceException(ClusterProblems.kubeconfigUnusable(
                context + " of " + (file == null ? "the usual kubeconfig" : file.toString()), why));
    }
}

package io.aiplat.launcher.command.cluster;

import io.aiplat.cluster.Kubeconfig;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat kubeconfig`: for kubectl, k9s and the like. `~/.kube` is not touched unless it is asked for.
@Command(
        name = "kubeconfig",
        description = "Print how to reach the cluster, for kubectl and the like; ~/.kube is touched by --merge only.",
        footer = {"", "export KUBECONFIG=\"$(aiplat kubeconfig --path)\""})
public final class KubeconfigCommand implements Runnable {
    private final Invocation invocation;

    /// What to do instead of printing it.
    static final class Instead {
        @Option(names = "--path", description = "write it to a file that only you can read, and print where that is")
        private boolean path;

        @Option(
                names = "--merge",
                description = "put the cluster into the first file of KUBECONFIG, or into ~/.kube/config, until "
                        + "`aiplat down`; all else in it stays, and what it was before is kept beside it")
        private boolean merge;

        @Option(names = "--unmerge", description = "take the cluster out of that file again")
        private boolean unmerge;
    }

    @ArgGroup
    private @Nullable Instead instead;

    public KubeconfigCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            if (instead != null && instead.merge) {
                merge(scope);
            } else if (instead != null && instead.unmerge) {
                unmerge(scope);
            } else {
                print(scope, instead != null && instead.path);
            }
        }
    }

    private void print(InstallScope scope, boolean path) {
        String text = Clusters.own(scope).provider().kubeconfig();
        if (path) {
            Path file = scope.home().keepKubeconfig(text);
            invocation.output().value(Map.of("path", file), file + "\n");
        } else {
            invocation.output().value(Map.of("kubeconfig", text), text);
        }
    }

    private void merge(InstallScope scope) {
        Clusters.Own cluster = Clusters.own(scope);
        Path file = usual();
        if (cluster.made().kind() == ClusterKind.EXISTING) {
            throw new ApplianceException(ClusterProblems.kubeconfigNotMerged(
                    file, "The cluster was there before aiplat, and so is the kubeconfig that leads to it."));
        }
        Optional<Path> before = scope.personalKubeconfig().into();
        if (before.isPresent() && !before.get().equals(file)) {
            throw new ApplianceException(ClusterProblems.kubeconfigNotMerged(
                    file,
                    "It is in " + before.get() + " already. `aiplat kubeconfig --unmerge` takes it out of that."));
        }
        scope.personalKubeconfig().merge(file, cluster.provider().kubeconfig());
        String context = cluster.made().name();
        invocation
                .output()
                .value(
                        Map.of("path", file, "context", context),
                        "Merged into " + file + ". Use it: kubectl --context " + context + " get pods -A\n");
    }

    private void unmerge(InstallScope scope) {
        Optional<Path> file = scope.personalKubeconfig().remove();
        invocation
                .output()
                .value(
                        file.map(path -> Map.of("path", path)).orElse(Map.of()),
                        file.map(path -> "Taken out of " + path + ".\n")
                                .orElse("The cluster is in no file of yours.\n"));
    }

    private Path usual() {
        ProcessContext around = invocation.surroundings();
        Path userHome = Path.of(around.properties().getOrDefault("user.home", "."));
        return around.folder()
                .resolve(Kubeconfig.usual(around.environment(), userHome).getFirst())
                .normalize();
    }
}

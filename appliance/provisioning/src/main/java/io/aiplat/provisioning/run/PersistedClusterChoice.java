package io.aiplat.provisioning.run;

import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.store.HomeState;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Persisted choice of a cluster: what a home has one under stays so until `down`. So `up --cluster existing
/// --kubeconfig FILE` is said once, and `up`, `logs` or `down` after it mean the same cluster without saying it
/// again.
public final class PersistedClusterChoice {
    private PersistedClusterChoice() {}

    /// The settings with everything about the cluster that nobody decides now as it was decided when it was made.
    ///
    /// @param made the cluster of this home; null for none
    public static Settings in(Settings asked, HomeState.@Nullable Cluster made) {
        if (made == null) {
            return asked;
        }
        Settings.Cluster c = asked.cluster();
        boolean decided = decides(asked, "cluster.kind") && c.kind() != made.kind();
        if (decided) {
            return asked;
        }
        // `docker` may still fall back to `none` where it was chosen by us: only what a person chose is fixed.
        ClusterKind kind = switch (made.kind()) {
            case EXISTING, NATIVE -> made.kind();
            case DOCKER, NONE, AUTO -> c.kind();
        };
        return asked.with(c.of(
                kind,
                decides(asked, "cluster.name") ? c.name() : made.name(),
                decides(asked, "cluster.kubeconfig") ? c.kubeconfig() : path(made.kubeconfig()),
                decides(asked, "cluster.context") ? c.context() : made.context(),
                decides(asked, "cluster.namespace") ? c.namespace() : made.namespace()));
    }

    /// Why a plan cannot be carried out in a home that has another cluster: one of them would be forgotten.
    ///
    /// @param planned kind decided on, not `auto`
    /// @param there   which cluster that is; null where it is not known
    static Optional<Problem> conflict(
            Settings.Cluster wanted,
            ClusterKind planned,
            @Nullable ClusterIdentity there,
            HomeState.@Nullable Cluster made) {
        if (made == null || planned == ClusterKind.NONE) {
            return Optional.empty();
        }
        boolean same = made.kind() == planned
                && made.namespace().equals(wanted.namespace())
                && (planned == ClusterKind.EXISTING
                        ? same(wanted, there, made)
                        : made.name().equals(wanted.name()));
        return same
                ? Optional.empty()
                : Optional.of(RunProblems.otherCluster(words(made), words(wanted, planned, there)));
    }

    /// Another file or context may lead to the same cluster; a home of before that was noted knows only these.
    private static boolean same(Settings.Cluster wanted, @Nullable ClusterIdentity there, HomeState.Cluster made) {
        ClusterIdentity then = identity(made).orElse(null);
        if (then != null && there != null) {
            return then.same(there);
        }
        return Objects.equals(path(made.kubeconfig()), wanted.kubeconfig())
                && Objects.equals(made.context(), wanted.context());
    }

    /// Which cluster it was; empty where nobody noted it.
    public static Optional<ClusterIdentity> identity(HomeState.Cluster made) {
        String server = made.server();
        return server == null
                ? Optional.empty()
                : Optional.of(new ClusterIdentity(made.kubeconfig(), made.context(), server, made.uid()));
    }

    /// A cluster of this home, for people: `docker aiplat`, `namespace ai of context work at https://…`.
    public static String words(HomeState.Cluster made) {
        if (made.kind() != ClusterKind.EXISTING) {
            return made.kind().word() + " " + made.name();
        }
        return "namespace " + made.namespace()
                + identity(made).map(there -> " of " + there.words()).orElse(" of an existing cluster");
    }

    private static String words(Settings.Cluster wanted, ClusterKind planned, @Nullable ClusterIdentity there) {
        return planned == ClusterKind.EXISTING
                ? "namespace " + wanted.namespace() + " of " + (there == null ? "another cluster" : there.words())
                : planned.word() + " " + wanted.name();
    }

    private static boolean decides(Settings settings, String key) {
        return settings.sources().containsKey(key);
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}

package io.aiplat.provisioning.run;

import io.aiplat.host.LocalPorts;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.provisioning.plan.Inputs;
import io.aiplat.store.HomeState;
import org.jspecify.annotations.Nullable;

/// Who this home is, and the ports it keeps. A port that was chosen once stays: published as 0 it would change at
/// every restart of the container.
final class HomeIdentity {
    private HomeIdentity() {}

    static Inputs.Identity of(Settings.Cluster wanted, HomeState state) {
        HomeState.Cluster before = state.cluster();
        boolean same = before != null
                && (before.kind() == ClusterKind.DOCKER || before.kind() == ClusterKind.NATIVE)
                && before.name().equals(wanted.name());
        HomeState.Cluster kept = same ? before : null;
        return new Inputs.Identity(
                state.owner(),
                port(wanted.apiPort(), kept == null ? 0 : kept.apiPort()),
                port(wanted.modelPort(), kept == null ? 0 : kept.modelPort()));
    }

    /// The settings with the ports that will be used in place of "choose one", and the way to a cluster that was
    /// there before in place of a name that means nothing.
    ///
    /// @param way to the cluster, for people; null where its name says it
    static Settings fixed(Settings settings, Inputs.Identity identity, @Nullable String way) {
        Settings.Cluster c = settings.cluster();
        return settings.with(c.at(way == null ? c.name() : way, identity.apiPort(), identity.modelPort()));
    }

    private static int port(int wanted, int kept) {
        if (wanted != 0) {
            return wanted;
        }
        return kept != 0 ? kept : LocalPorts.chooseFree();
    }
}

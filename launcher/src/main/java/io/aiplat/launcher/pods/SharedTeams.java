package io.aiplat.launcher.pods;

import io.aiplat.governance.Governance;
import io.aiplat.launcher.operator.OperatorTeams;
import io.aiplat.model.Secret;
import io.aiplat.operator.desired.Tenant;
import io.aiplat.operator.realization.TeamHome;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Home of teams in the database that all gateways share. It is connected to when the first team is wanted, so that
/// routes are published while the database is away; a resource that makes a team is told that it is.
final class SharedTeams implements TeamHome, AutoCloseable {
    private final Supplier<Governance> connect;
    private @Nullable Governance store;

    /// @param connect opens the store
    SharedTeams(Supplier<Governance> connect) {
        this.connect = connect;
    }

    private synchronized TeamHome home() {
        if (store == null) {
            store = connect.get();
        }
        return new OperatorTeams(store.administration());
    }

    @Override
    public boolean has(String team) {
        return home().has(team);
    }

    @Override
    public boolean hasKey(String team) {
        return home().hasKey(team);
    }

    @Override
    public void become(Tenant tenant) {
        home().become(tenant);
    }

    @Override
    public Secret issue(String team) {
        return home().issue(team);
    }

    @Override
    public void remove(String team) {
        home().remove(team);
    }

    @Override
    public synchronized void close() {
        if (store != null) {
            store.close();
        }
    }
}

package io.aiplat.engine.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.host.Processes;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Progress;
import io.aiplat.store.ApplianceFile;
import io.aiplat.store.DecidedFile;
import io.aiplat.store.Home;
import io.aiplat.store.State;
import io.aiplat.store.StateFile;
import io.aiplat.store.SupervisorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `aiplat down`: the way back, for what this home made and nothing else.
public final class Down {
    private final Home home;
    private final StateFile state;
    private final ApplianceFile appliance;
    private final Processes processes;
    private final OllamaProcess ollama;
    private final PersonalKubeconfig personal;
    private final Function<State.Cluster, ClusterProvider> clusters;

    /// Works on a home.
    ///
    /// @param clusters the provider of a cluster this home once made
    public Down(
            Home home,
            StateFile state,
            ApplianceFile appliance,
            Processes processes,
            OllamaProcess ollama,
            PersonalKubeconfig personal,
            Function<State.Cluster, ClusterProvider> clusters) {
        this.home = home;
        this.state = state;
        this.appliance = appliance;
        this.processes = processes;
        this.ollama = ollama;
        this.personal = personal;
        this.clusters = clusters;
    }

    /// What [#run] would remove, one line each.
    ///
    /// @param purge whether data too
    public List<String> removal(boolean purge) {
        List<String> lines = new ArrayList<>();
        appliance.running().ifPresent(r -> lines.add("process " + r.pid() + ", the appliance at " + r.url()));
        ollama.running().ifPresent(pid -> lines.add("process " + pid + ", Ollama"));
        personal.into().ifPresent(file -> lines.add("the cluster's entry in " + file));
        ClusterProvider cluster = cluster();
        if (cluster != null) {
            lines.addAll(cluster.removal(purge));
        }
        if (purge) {
            lines.add("folder " + home.root() + ", with models, keys and logs");
        }
        return lines;
    }

    /// Removes it; the home itself is left to whoever holds its lock.
    ///
    /// @param purge whether data too
    public void run(boolean purge, Progress progress) {
        if (appliance.running().isPresent()) {
            progress.at("stopping the appliance", 0, 0);
        }
        ApplianceProcess.stop(processes, appliance, new SupervisorFile(home));
        new DecidedFile(home.decided()).delete();
        ollama.stop();
        personal.remove();
        ClusterProvider cluster = cluster();
        if (cluster != null) {
            progress.at("removing the cluster", 0, 0);
            cluster.remove(purge, progress);
            if (purge) {
                state.write(state.readOrCreate().with((State.Cluster) null));
            }
        }
    }

    private @Nullable ClusterProvider cluster() {
        return state.read()
                .map(State::cluster)
                .filter(c -> c.kind() != ClusterKind.NONE)
                .map(clusters)
                .orElse(null);
    }
}

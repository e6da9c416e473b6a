package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.host.Processes;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.model.plan.StepResult;
import io.aiplat.store.DecidedFile;
import io.aiplat.store.Home;
import io.aiplat.store.HomeState;
import io.aiplat.store.StateFile;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.SupervisorFile;
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
    private final Runnable modelServers;
    private final PersonalKubeconfig personal;
    private final Function<HomeState.Cluster, ClusterProvider> clusters;

    /// Works on a home.
    ///
    /// @param modelServers ends processes of model engines that an appliance has left behind
    /// @param clusters     the provider of a cluster this home once made
    public Down(
            Home home,
            StateFile state,
            ApplianceFile appliance,
            Processes processes,
            OllamaProcess ollama,
            Runnable modelServers,
            PersonalKubeconfig personal,
            Function<HomeState.Cluster, ClusterProvider> clusters) {
        this.home = home;
        this.state = state;
        this.appliance = appliance;
        this.processes = processes;
        this.ollama = ollama;
        this.modelServers = modelServers;
        this.personal = personal;
        this.clusters = clusters;
    }

    /// What [#run] would remove.
    ///
    /// @param lines   one for each thing
    /// @param unasked why the cluster could not be asked what is in it; null where it was, or where there is none
    public record Removal(List<String> lines, @Nullable Problem unasked) {
        public Removal {
            lines = List.copyOf(lines);
        }
    }

    /// What became of it.
    ///
    /// @param left     what is still there, as far as it is known
    /// @param problems why it is; empty where all went as it should
    public record Outcome(List<String> left, List<Problem> problems) {
        public Outcome {
            left = List.copyOf(left);
            problems = List.copyOf(problems);
        }
    }

    /// Looks. A cluster that does not answer is no reason to leave a process running, so it is only noted.
    ///
    /// @param purge  whether data too
    /// @param forget whether the cluster is not even asked
    public Removal removal(boolean purge, boolean forget) {
        List<String> lines = new ArrayList<>();
        appliance.running().ifPresent(r -> lines.add("process " + r.pid() + ", the appliance at " + r.url()));
        ollama.running().ifPresent(pid -> lines.add("process " + pid + ", Ollama"));
        Problem unasked = null;
        try {
            personal.into().ifPresent(file -> lines.add("the cluster's entry in " + file));
        } catch (ApplianceException e) {
            unasked = e.problem();
        }
        HomeState.Cluster made = made();
        if (made != null && forget) {
            lines.add("the note of " + PersistedClusterChoice.words(made) + "; what is in it stays");
        } else if (made != null) {
            try {
                lines.addAll(clusters.apply(made).removal(purge));
            } catch (ApplianceException e) {
                unasked = e.problem();
            }
        }
        if (purge && unasked == null) {
            lines.add("folder " + home.root() + ", with models, keys and logs");
        }
        return new Removal(lines, unasked);
    }

    /// Removes it; the home itself is left to whoever holds its lock. Processes first: these always can be ended.
    ///
    /// @param purge  whether data too
    /// @param forget whether the cluster is left as it is, and forgotten
    /// @param look   what [#removal] said
    public Outcome run(boolean purge, boolean forget, Removal look, Progress progress) {
        stopProcesses(progress);
        new DecidedFile(home.decided()).delete();
        List<Problem> problems = new ArrayList<>();
        tried(personal::remove, problems);
        HomeState.Cluster made = made();
        if (made == null) {
            return new Outcome(List.of(), problems);
        }
        if (forget) {
            state.write(state.readOrCreate().with((HomeState.Cluster) null));
            return new Outcome(List.of(PersistedClusterChoice.words(made)), problems);
        }
        Problem unasked = look.unasked();
        if (unasked != null) {
            problems.add(RunProblems.notAllRemoved(
                    PersistedClusterChoice.words(made), sentence(unasked), List.of(), again(purge)));
            return new Outcome(List.of(PersistedClusterChoice.words(made)), problems);
        }
        progress.at("removing the cluster", 0, 0);
        List<String> left = remove(made, purge, progress, problems);
        return new Outcome(left, problems);
    }

    private List<String> remove(HomeState.Cluster made, boolean purge, Progress progress, List<Problem> problems) {
        ClusterProvider cluster = clusters.apply(made);
        try {
            cluster.remove(purge, progress);
            if (purge || cluster.removal(true).isEmpty()) {
                state.write(state.readOrCreate().with((HomeState.Cluster) null));
            }
            return List.of();
        } catch (ApplianceException e) {
            List<String> left = left(cluster, purge);
            problems.add(RunProblems.notAllRemoved(
                    PersistedClusterChoice.words(made), sentence(e.problem()), left, again(purge)));
            return left.isEmpty() ? List.of(PersistedClusterChoice.words(made)) : left;
        }
    }

    private static String again(boolean purge) {
        return purge ? "aiplat down --purge" : "aiplat down";
    }

    private static List<String> left(ClusterProvider cluster, boolean purge) {
        try {
            return cluster.removal(purge);
        } catch (ApplianceException _) {
            // Why is told already.
            return List.of();
        }
    }

    private static String sentence(Problem problem) {
        return problem.what() + ": " + problem.why();
    }

    private static void tried(Runnable work, List<Problem> problems) {
        try {
            work.run();
        } catch (ApplianceException e) {
            problems.add(e.problem());
        }
    }

    /// Stops what runs and removes nothing: `up` starts it again.
    ///
    /// @return what was stopped, one line each, as far as it could be, and why the rest could not
    public Stopped stop(Progress progress) {
        List<String> stopped = new ArrayList<>();
        appliance.running().ifPresent(r -> stopped.add("process " + r.pid() + ", the appliance at " + r.url()));
        ollama.running().ifPresent(pid -> stopped.add("process " + pid + ", Ollama"));
        stopProcesses(progress);
        List<Problem> problems = new ArrayList<>();
        HomeState.Cluster made = made();
        if (made != null) {
            progress.at("stopping the cluster", 0, 0);
            tried(
                    () -> {
                        if (clusters.apply(made).stop() instanceof StepResult.Done(var what)) {
                            stopped.add(PersistedClusterChoice.words(made) + ": " + what);
                        }
                    },
                    problems);
        }
        return new Stopped(stopped, problems);
    }

    /// What [#stop] did.
    ///
    /// @param lines    what was stopped
    /// @param problems what could not be
    public record Stopped(List<String> lines, List<Problem> problems) {
        public Stopped {
            lines = List.copyOf(lines);
            problems = List.copyOf(problems);
        }
    }

    private void stopProcesses(Progress progress) {
        if (appliance.running().isPresent()) {
            progress.at("stopping the appliance", 0, 0);
        }
        ApplianceProcess.stop(processes, appliance, new SupervisorFile(home));
        ollama.stop();
        modelServers.run();
    }

    private HomeState.@Nullable Cluster made() {
        return state.read()
                .map(HomeState::cluster)
                .filter(c -> c.kind() != ClusterKind.NONE)
                .orElse(null);
    }
}

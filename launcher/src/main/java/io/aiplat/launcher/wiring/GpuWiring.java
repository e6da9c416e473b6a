package io.aiplat.launcher.wiring;

import io.aiplat.host.KernelFiles;
import io.aiplat.host.gpu.GpuSurvey;
import io.aiplat.inference.ModelEngine;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.provisioning.gpu.ServingPlace;
import io.aiplat.provisioning.gpu.evidence.LiveEvidence;
import io.aiplat.provisioning.gpu.evidence.MachineRepairs;
import io.aiplat.provisioning.run.OpenEngine;
import io.aiplat.store.HomeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Wiring of what looks whether models compute on GPUs: for a command that climbs the ladder.
public final class GpuWiring implements AutoCloseable {
    private static final Path ROOT = Path.of("/");
    private static final Duration POD_LIMIT = Duration.ofSeconds(60);

    private final InstallScope scope;
    private @Nullable OpenEngine opened;

    /// Nothing is looked at yet.
    public GpuWiring(InstallScope scope) {
        this.scope = scope;
    }

    /// What asks this machine's driver.
    public static GpuSurvey survey(InstallScope scope) {
        return new GpuSurvey(scope.surroundings.environment(), ROOT);
    }

    /// What there is now.
    public LiveEvidence evidence() {
        return evidence(place());
    }

    /// What there is of this machine alone, as before the first `up`.
    public LiveEvidence ofMachine() {
        return evidence(null);
    }

    private LiveEvidence evidence(@Nullable ServingPlace place) {
        return new LiveEvidence(new LiveEvidence.Sources(
                survey(scope)::look,
                new MachineRepairs(scope.surroundings.environment(), ROOT),
                place,
                scope::cluster,
                scope.settings().cluster().namespace(),
                () -> engine(Objects.requireNonNull(place, "asked of an engine only where there is one")),
                () -> ollamaLog(place),
                name -> scope.modelRegistry().find(name),
                POD_LIMIT));
    }

    /// Where `up` has models compute; null before the first.
    private @Nullable ServingPlace place() {
        HomeState state = scope.state().read().orElse(null);
        if (state == null) {
            return null;
        }
        EngineKind engine = state.engine();
        if (engine == null) {
            return null;
        }
        // What was decided for a cluster is in the state, and that there is none any more only in what `up` would do.
        HomeState.Cluster made = state.cluster();
        return scope.up().look(state).planned() instanceof PlanResult.Plan plan
                ? new ServingPlace(plan.cluster(), plan.engine(), off(plan.cluster()))
                : new ServingPlace(
                        made == null ? ClusterKind.NONE : made.kind(),
                        engine,
                        off(made == null ? ClusterKind.NONE : made.kind()));
    }

    private boolean off(ClusterKind cluster) {
        return scope.settings().gpus().mode() == GpuChoice.Mode.OFF
                || (cluster == ClusterKind.EXISTING
                        && scope.settings().cluster().gpus() == 0);
    }

    private ModelEngine engine(ServingPlace place) {
        OpenEngine open = opened;
        if (open == null) {
            open = scope.engines().open(place.cluster(), place.engine());
            opened = open;
        }
        return open.engine();
    }

    /// Of an Ollama that this home has started on this machine.
    private List<String> ollamaLog(@Nullable ServingPlace place) {
        return place != null && place.cluster() == ClusterKind.NONE
                ? KernelFiles.lines(scope.home().logs().resolve("ollama.log"))
                : List.of();
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}

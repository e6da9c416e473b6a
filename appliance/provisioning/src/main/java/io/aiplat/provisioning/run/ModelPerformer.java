package io.aiplat.provisioning.run;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.StepResult;
import io.aiplat.provisioning.archive.ArchiveInstaller;
import io.aiplat.provisioning.plan.Planner;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.source.ModelReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Does what the model engine does, which is opened when the first step needs it.
final class ModelPerformer implements AutoCloseable {
    private final PlanResult.Plan plan;
    private final Catalog catalog;
    private final ModelEngines engines;
    private final OllamaProcess ollama;
    private final ArchiveInstaller archive;
    private final BundlePerformer bundles;
    private final Duration modelLimit;
    private final ReadinessPoller await;
    private final List<Problem> warnings = new ArrayList<>();
    private @Nullable OpenEngine open;

    ModelPerformer(
            PlanResult.Plan plan,
            Catalog catalog,
            ModelEngines engines,
            OllamaProcess ollama,
            ArchiveInstaller archive,
            BundlePerformer bundles,
            Duration modelLimit,
            ReadinessPoller await) {
        this.plan = plan;
        this.catalog = catalog;
        this.engines = engines;
        this.ollama = ollama;
        this.archive = archive;
        this.bundles = bundles;
        this.modelLimit = modelLimit;
        this.await = await;
    }

    /// What a person should know of what the steps have made.
    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    StepResult perform(ModelStep step, Progress progress) {
        return switch (step) {
            case ModelStep.StartOllama(var binary, var variables) ->
                ollama.start(binary, variables, engines.hostOllama(), await, progress);
            case ModelStep.PutModel(var model) -> put(model, progress);
            case ModelStep.PullModel(var model) -> pull(model, progress);
            case ModelStep.BringModel(var model) -> bring(model, progress);
        };
    }

    private StepResult put(String model, Progress progress) {
        BundledModel packed = BundledModel.ALL.stream()
                .filter(m -> m.name().equals(model))
                .findFirst()
                .orElseThrow();
        awaitEngine(progress);
        boolean there = has(model);
        engine().store().put(packed, progress);
        return there ? new StepResult.Unchanged("is there") : new StepResult.Done("brought");
    }

    private StepResult pull(String model, Progress progress) {
        awaitEngine(progress);
        if (has(ModelReference.served(model, !plan.engine().isOfHome()))) {
            return new StepResult.Unchanged("is there");
        }
        try {
            String name = engine().store().pull(model, progress);
            engine().store().warning(name).ifPresent(warnings::add);
            return new StepResult.Done("served as " + name);
        } catch (ModelNotFound e) {
            throw new ApplianceException(RunProblems.modelNotFound(model, e.reason()), e);
        }
    }

    private StepResult bring(String model, Progress progress) {
        awaitEngine(progress);
        if (has(ModelName.canonical(model)) && !archive.isRenewed(model)) {
            return new StepResult.Unchanged("is there");
        }
        return new StepResult.Done("served as " + archive.model(model, engine().store(), progress));
    }

    private void awaitEngine(Progress progress) {
        await.until("the model engine " + engine().engine().name(), modelLimit, this::engineReady, progress);
    }

    /// An engine that does not answer says nothing of why; what its pod runs into does.
    private Readiness engineReady() {
        Readiness look = engine().engine().readiness();
        if (!(look instanceof Readiness.NotYet(var silence)) || plan.engine() != EngineKind.OLLAMA) {
            return look;
        }
        for (String workload : workloads()) {
            switch (bundles.available(catalog.bundle(Planner.ENGINE_BUNDLE), workload)) {
                case Readiness.Never never -> {
                    return never;
                }
                case Readiness.NotYet(var reason) -> {
                    return new Readiness.NotYet(silence.contains(reason) ? silence : silence + " " + reason);
                }
                case Readiness.Ready _ -> {}
            }
        }
        return look;
    }

    private List<String> workloads() {
        return plan.cluster() == ClusterKind.NONE
                ? List.of()
                : catalog.bundle(Planner.ENGINE_BUNDLE).workloads();
    }

    private boolean has(String model) {
        return engine().store().stored().stream().anyMatch(m -> m.name().equals(model));
    }

    private OpenEngine engine() {
        OpenEngine now = open;
        if (now == null) {
            now = engines.open(plan.cluster(), plan.engine());
            open = now;
        }
        return now;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}

package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Does each kind of step: already so, act, verify.
final class StepPerformer implements Runner.Performer, AutoCloseable {
    private final PlanResult.Plan plan;
    private final String namespace;
    private final Catalog catalog;
    private final Function<ClusterKind, ClusterProvider> clusters;
    private final ModelEngines engines;
    private final OllamaProcess ollama;
    private final @Nullable ApplianceStarter appliance;
    private final ReadinessPoller await;
    private final Duration modelLimit;
    /// Pods that were there before this run, by workload: what they say may be of an earlier try.
    private final Map<String, Set<String>> earlier = new HashMap<>();

    private final List<Problem> warnings = new ArrayList<>();

    private @Nullable OpenEngine open;

    StepPerformer(
            PlanResult.Plan plan,
            String namespace,
            Duration modelLimit,
            Catalog catalog,
            Function<ClusterKind, ClusterProvider> clusters,
            ModelEngines engines,
            OllamaProcess ollama,
            @Nullable ApplianceStarter appliance,
            ReadinessPoller await) {
        this.plan = plan;
        this.namespace = namespace;
        this.modelLimit = modelLimit;
        this.catalog = catalog;
        this.clusters = clusters;
        this.engines = engines;
        this.ollama = ollama;
        this.appliance = appliance;
        this.await = await;
    }

    /// What a person should know of what the steps have made.
    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public StepResult perform(Step step, Progress progress) {
        return switch (step) {
            case Step.EnsureCluster(var spec) -> cluster().ensure(spec, progress);
            case Step.AwaitNode(var limit) -> awaited("the node", limit, cluster()::ready, progress);
            case Step.CopyImage(var image) -> cluster().copyImage(image, progress);
            case Step.ApplyBundle(var bundle, var patches) -> apply(catalog.bundle(bundle), patches);
            case Step.AwaitBundle(var bundle, var limit) -> awaitBundle(catalog.bundle(bundle), limit, progress);
            case Step.StartOllama(var binary) -> ollama.start(binary, engines.hostOllama(), await, progress);
            case Step.PutModel(var model) -> put(model, progress);
            case Step.PullModel(var model) -> pull(model, progress);
            case Step.StartAppliance(var _, var _, var limit) -> starter().start(limit, progress);
            case Step.AwaitAppliance(var limit) -> starter().await(limit, await, progress);
        };
    }

    private ApplianceStarter starter() {
        return Objects.requireNonNull(appliance, "a plan without it has no such step");
    }

    private ClusterProvider cluster() {
        return clusters.apply(plan.cluster());
    }

    private StepResult awaited(String what, Duration limit, Supplier<Readiness> look, Progress progress) {
        boolean atOnce = await.until(what, limit, look, progress);
        return atOnce ? new StepResult.Unchanged("ready") : new StepResult.Done("ready");
    }

    private StepResult awaitBundle(Bundle bundle, Duration limit, Progress progress) {
        boolean atOnce = true;
        for (String workload : bundle.workloads()) {
            atOnce &= await.until(workload, limit, () -> available(workload), progress);
        }
        return atOnce ? new StepResult.Unchanged("available") : new StepResult.Done("available");
    }

    private StepResult apply(Bundle bundle, List<Patch> patches) {
        for (String workload : bundle.workloads()) {
            earlier.put(workload, cluster().kube().podIds(namespace, workload));
        }
        return cluster().kube().apply(bundle, patches);
    }

    /// What a pod of an earlier run died of may be mended since: an image that was copied now, memory that is free
    /// again. It gets one more try, and what its successor says counts.
    private Readiness available(String workload) {
        KubernetesApi kube = cluster().kube();
        Readiness look = kube.workloadReady(namespace, workload);
        if (look instanceof Readiness.Never(var problem)) {
            Set<String> old = earlier.remove(workload);
            if (old != null && kube.replacePods(namespace, workload, old)) {
                return new Readiness.NotYet(
                        "It is tried once more, as an earlier try ended so: " + problem.what() + ": " + problem.why());
            }
        }
        return look;
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
        if (has(ModelName.canonical(model))) {
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
            switch (available(workload)) {
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
        return plan.steps().stream()
                .filter(Step.AwaitBundle.class::isInstance)
                .flatMap(step -> catalog.bundle(((Step.AwaitBundle) step).bundle()).workloads().stream())
                .toList();
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

package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.ingress.ServiceExposure;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.plan.ArchiveStep;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.ServeStep;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.model.plan.TaskStep;
import io.aiplat.provisioning.archive.ArchiveInstaller;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Does each kind of step, or hands it to whoever does: already so, act, verify.
final class StepPerformer implements Runner.Performer, AutoCloseable {
    private final PlanResult.Plan plan;
    private final Function<ClusterKind, ClusterProvider> clusters;
    private final @Nullable ApplianceStarter appliance;
    private final ReadinessPoller await;
    private final ArchiveInstaller archive;
    private final BundlePerformer bundles;
    private final ModelPerformer models;

    StepPerformer(
            PlanResult.Plan plan,
            String namespace,
            Duration modelLimit,
            Catalog catalog,
            ServiceExposure exposure,
            Function<ClusterKind, ClusterProvider> clusters,
            ModelEngines engines,
            OllamaProcess ollama,
            ArchiveInstaller archive,
            @Nullable ApplianceStarter appliance,
            ReadinessPoller await) {
        this.plan = plan;
        this.clusters = clusters;
        this.appliance = appliance;
        this.await = await;
        this.archive = archive;
        this.bundles = new BundlePerformer(this::cluster, namespace, catalog, exposure, await);
        this.models = new ModelPerformer(plan, catalog, engines, ollama, archive, bundles, modelLimit, await);
    }

    /// What a person should know of what the steps have made.
    List<Problem> warnings() {
        return models.warnings();
    }

    @Override
    public StepResult perform(Step step, Progress progress) {
        return switch (step) {
            case ClusterStep of -> perform(of, progress);
            case BundleStep of -> bundles.perform(of, progress);
            case ModelStep of -> models.perform(of, progress);
            case ServeStep of -> perform(of, progress);
            case ArchiveStep of -> archive.perform(of, this::cluster, progress);
            case TaskStep of -> throw new IllegalArgumentException("no plan has a task: " + of.title());
        };
    }

    private StepResult perform(ClusterStep step, Progress progress) {
        return switch (step) {
            case ClusterStep.EnsureCluster(var spec) -> cluster().ensure(spec, progress);
            case ClusterStep.AwaitNode(var limit) -> {
                boolean atOnce = await.until("the node", limit, cluster()::ready, progress);
                yield atOnce ? new StepResult.Unchanged("ready") : new StepResult.Done("ready");
            }
            case ClusterStep.CopyImage(var image) -> cluster().copyImage(image, progress);
        };
    }

    private StepResult perform(ServeStep step, Progress progress) {
        return switch (step) {
            case ServeStep.StartAppliance(var _, var _, var limit) -> starter().start(limit, progress);
            case ServeStep.AwaitAppliance(var limit) -> starter().await(limit, await, progress);
        };
    }

    private ApplianceStarter starter() {
        return Objects.requireNonNull(appliance, "a plan without it has no such step");
    }

    private ClusterProvider cluster() {
        return clusters.apply(plan.cluster());
    }

    @Override
    public void close() {
        models.close();
    }
}

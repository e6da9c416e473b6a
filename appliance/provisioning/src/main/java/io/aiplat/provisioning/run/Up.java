package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.ingress.ServiceExposure;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.host.probe.Finding;
import io.aiplat.host.probe.ProbeResult;
import io.aiplat.host.probe.Probes;
import io.aiplat.host.survey.Survey;
import io.aiplat.library.ImageNames;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.plan.ArchiveContents;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.ServeStep;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.provisioning.archive.ArchiveInstaller;
import io.aiplat.provisioning.plan.Inputs;
import io.aiplat.provisioning.plan.Planner;
import io.aiplat.store.HomeState;
import io.aiplat.store.InstalledBundlesFile;
import io.aiplat.store.StateFile;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.ApplianceRecord;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `aiplat up`: look, plan, do. Handing over to the running appliance is its last step.
public final class Up {
    private final Settings settings;
    private final Dependencies tools;

    /// What it works with.
    ///
    /// @param clusters the provider of a kind that is not `none`
    /// @param made     the provider of a cluster that this home once decided on
    public record Dependencies(
            Survey survey,
            Catalog catalog,
            StateFile state,
            InstalledBundlesFile bundles,
            ApplianceFile appliance,
            Function<ClusterKind, ClusterProvider> clusters,
            Function<HomeState.Cluster, ClusterProvider> made,
            ModelEngines engines,
            OllamaProcess ollama,
            ArchiveInstaller archive,
            ServiceExposure exposure,
            Probes probes,
            Planner planner) {}

    /// What was looked at, and the plan that follows.
    ///
    /// @param warnings what will work with a drawback
    /// @param state    as it will be written when the plan is carried out
    public record Look(HostFacts host, PlanResult planned, List<Problem> warnings, HomeState state) {
        public Look {
            warnings = List.copyOf(warnings);
        }
    }

    /// Prepares; nothing is looked at yet.
    public Up(Settings settings, Dependencies tools) {
        this.settings = settings;
        this.tools = tools;
    }

    /// Looks at the machine and at what is there, and plans. Changes nothing.
    ///
    /// @param state as it is on disk
    public Look look(HomeState state) {
        Inputs.Identity identity = HomeIdentity.of(settings.cluster(), state);
        boolean existing = settings.cluster().kind() == ClusterKind.EXISTING;
        ClusterIdentity there = existing ? identity(ClusterKind.EXISTING) : null;
        Settings withPorts = HomeIdentity.fixed(settings, identity, there == null ? null : there.words());
        Map<ImageReference, ImageReference> images = images();
        ArchiveContents archive = tools.archive().contents();
        HostFacts host = tools.survey()
                .look(
                        settings,
                        tools.planner().images(settings, tools.catalog()).stream()
                                .map(images::get)
                                // Nobody is asked for what is at hand.
                                .filter(image -> !archive.brings(image) && !archive.bringsNode(image))
                                .toList(),
                        List.of(settings.gateway().port(), identity.apiPort(), identity.modelPort()));
        Observed observed = new Observed(
                observedCluster(host),
                tools.appliance().running().map(ApplianceRecord::observed).orElse(null),
                existing ? podMemory() : 0,
                tools.bundles().read());
        Inputs inputs = new Inputs(withPorts, identity, host, tools.catalog(), images, observed, archive);
        PlanResult planned = withoutForgetting(tools.planner().plan(inputs), state);
        return new Look(host, planned, warnings(host, planned), decided(state, identity, planned));
    }

    /// Carries a plan out.
    ///
    /// @param appliance starts what serves; null when this very process is going to, and no step does
    public StepResult run(Look look, @Nullable ApplianceStarter appliance, Runner.StepRecorder log, Event.Sink events) {
        if (!(look.planned() instanceof PlanResult.Plan whole)) {
            throw new IllegalArgumentException("a refused plan cannot be carried out");
        }
        PlanResult.Plan plan = only(whole, step -> appliance != null || !startsAppliance(step));
        tools.archive().requireRoom(plan.cluster(), plan.engine());
        // Written before the first step, so that `down` finds what an interrupted run has left.
        HomeState before = tools.state().readOrCreate();
        tools.state().write(look.state());
        InstalledBundles bundles = new InstalledBundles(tools.bundles(), plan);
        bundles.begin();
        look.warnings().forEach(warning -> events.accept(new Event.Warned(warning)));
        StepResult result = perform(plan, appliance, log, events);
        if (result instanceof StepResult.Failed) {
            forgetWhatWasNeverMade(before, look.state());
        } else {
            bundles.end();
        }
        return result;
    }

    /// Carries out what a plan does for some bundles, and nothing else of it. No note is kept of it: the next plan
    /// neither installs nor removes them.
    ///
    /// @param names of bundles
    public StepResult installOnly(Look look, Set<String> names, Runner.StepRecorder log, Event.Sink events) {
        if (!(look.planned() instanceof PlanResult.Plan whole)) {
            throw new IllegalArgumentException("a refused plan cannot be carried out");
        }
        Map<ImageReference, ImageReference> named = images();
        Set<ImageReference> theirs = names.stream()
                .flatMap(name -> tools.catalog().bundle(name).images().stream())
                .map(named::get)
                .collect(Collectors.toSet());
        return perform(
                only(whole, step -> switch (step) {
                    case ClusterStep.CopyImage(var image) -> theirs.contains(image);
                    case BundleStep of -> names.contains(of.bundle());
                    default -> false;
                }),
                null,
                log,
                events);
    }

    /// Deletes what a bundle has brought. What it has stored stays.
    public StepResult removeOnly(ClusterKind cluster, String bundle, Runner.StepRecorder log, Event.Sink events) {
        return perform(
                new PlanResult.Plan(
                        cluster, EngineKind.OLLAMA, List.of(), List.of(new BundleStep.RemoveBundle(bundle))),
                null,
                log,
                events);
    }

    private static PlanResult.Plan only(PlanResult.Plan whole, Predicate<Step> which) {
        return new PlanResult.Plan(
                whole.cluster(),
                whole.engine(),
                whole.reasons(),
                whole.steps().stream().filter(which).toList());
    }

    private StepResult perform(
            PlanResult.Plan plan, @Nullable ApplianceStarter appliance, Runner.StepRecorder log, Event.Sink events) {
        var clock = InstantSource.system();
        try (StepPerformer performer = new StepPerformer(
                plan,
                settings.cluster().namespace(),
                settings.waits().model(),
                tools.catalog(),
                tools.exposure(),
                tools.clusters(),
                tools.engines(),
                tools.ollama(),
                tools.archive(),
                appliance,
                new ReadinessPoller(clock))) {
            StepResult result = new Runner(performer, log, clock).run(plan, events);
            performer.warnings().forEach(warning -> events.accept(new Event.Warned(warning)));
            return result;
        }
    }

    /// A first try that was refused leaves no trace: the next may be another one.
    private void forgetWhatWasNeverMade(HomeState before, HomeState now) {
        HomeState.Cluster tried = now.cluster();
        if (tried != null && !tried.equals(before.cluster()) && nothingOf(tried)) {
            tools.state().write(tools.state().readOrCreate().with(before.cluster()));
        }
    }

    private boolean nothingOf(HomeState.Cluster cluster) {
        try {
            return cluster.kind() != ClusterKind.NONE
                    && tools.made().apply(cluster).removal(true).isEmpty();
        } catch (ApplianceException _) {
            // What cannot be asked may still be there.
            return false;
        }
    }

    private static boolean startsAppliance(Step step) {
        return step instanceof ServeStep;
    }

    private Map<ImageReference, ImageReference> images() {
        ImageNames names = new ImageNames(settings.images());
        Map<ImageReference, ImageReference> images = new HashMap<>();
        images.put(tools.catalog().nodeImage(), names.rewrite(tools.catalog().nodeImage()));
        tools.catalog()
                .bundles()
                .values()
                .forEach(bundle -> bundle.images().forEach(image -> images.put(image, names.rewrite(image))));
        return images;
    }

    private Observed.Cluster observedCluster(HostFacts host) {
        return switch (settings.cluster().kind()) {
            case NONE -> new Observed.Cluster.Absent();
            case EXISTING, NATIVE ->
                tools.clusters().apply(settings.cluster().kind()).observe();
            case DOCKER, AUTO ->
                switch (host.engine()) {
                    case ContainerEngineFacts.Unusable _ -> new Observed.Cluster.Absent();
                    case ContainerEngineFacts.Answers _ ->
                        tools.clusters().apply(ClusterKind.DOCKER).observe();
                };
        };
    }

    /// Asked only where it decides something.
    private long podMemory() {
        Settings.Cluster cluster = settings.cluster();
        return cluster.pod().memoryBytes() > 0 || settings.models().engine().isOfHome()
                ? 0
                : tools.clusters()
                        .apply(ClusterKind.EXISTING)
                        .kube()
                        .podMemory(cluster.namespace(), ClusterProvider.MODEL_SERVICE, cluster.pod(), cluster.gpus());
    }

    private PlanResult withoutForgetting(PlanResult planned, HomeState state) {
        return planned instanceof PlanResult.Plan plan
                ? PersistedClusterChoice.conflict(
                                settings.cluster(), plan.cluster(), identity(plan.cluster()), state.cluster())
                        .filter(_ -> !nothingOf(Objects.requireNonNull(state.cluster(), "it is in the way")))
                        .<PlanResult>map(problem -> new PlanResult.Refused(List.of(problem)))
                        .orElse(planned)
                : planned;
    }

    private @Nullable ClusterIdentity identity(ClusterKind kind) {
        return kind == ClusterKind.NONE ? null : tools.clusters().apply(kind).identity();
    }

    private List<Problem> warnings(HostFacts host, PlanResult planned) {
        return switch (planned) {
            case PlanResult.Refused _ -> List.of();
            case PlanResult.Plan plan ->
                tools.probes().judge(host, settings, plan.cluster()).stream()
                        .map(Finding::verdict)
                        .filter(ProbeResult.Warn.class::isInstance)
                        .map(verdict -> ((ProbeResult.Warn) verdict).problem())
                        .toList();
        };
    }

    private HomeState decided(HomeState state, Inputs.Identity identity, PlanResult planned) {
        return switch (planned) {
            case PlanResult.Refused _ -> state;
            case PlanResult.Plan plan
            when plan.cluster() == ClusterKind.NONE ->
                // A cluster of an earlier run stays ours to remove.
                state.with(plan.engine());
            case PlanResult.Plan plan -> {
                boolean docker = plan.cluster() == ClusterKind.DOCKER;
                boolean ours = docker || plan.cluster() == ClusterKind.NATIVE;
                ClusterProvider provider = tools.clusters().apply(plan.cluster());
                ClusterIdentity there = provider.identity();
                yield state.with(new HomeState.Cluster(
                                plan.cluster(),
                                settings.cluster().name(),
                                ours ? identity.apiPort() : 0,
                                docker ? identity.modelPort() : 0,
                                settings.cluster().namespace(),
                                there.kubeconfig(),
                                there.context(),
                                there.server(),
                                there.uid(),
                                provider.adopted()))
                        .with(plan.engine());
            }
        };
    }
}

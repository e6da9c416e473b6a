package io.aiplat.engine.run;

import io.aiplat.cluster.ClusterIdentity;
import io.aiplat.cluster.ClusterProvider;
import io.aiplat.engine.plan.Inputs;
import io.aiplat.engine.plan.Planner;
import io.aiplat.host.Survey;
import io.aiplat.host.probe.Finding;
import io.aiplat.host.probe.Probes;
import io.aiplat.host.probe.Verdict;
import io.aiplat.library.ImageNames;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Catalog;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineFacts;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Event;
import io.aiplat.model.HostFacts;
import io.aiplat.model.ImageReference;
import io.aiplat.model.Observed;
import io.aiplat.model.Planned;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.Step;
import io.aiplat.model.StepResult;
import io.aiplat.store.ApplianceFile;
import io.aiplat.store.ApplianceRecord;
import io.aiplat.store.State;
import io.aiplat.store.StateFile;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `aiplat up`: look, plan, do. Handing over to the running appliance is its last step.
public final class Up {
    private final Settings settings;
    private final Tools tools;

    /// What it works with.
    ///
    /// @param clusters the provider of a kind that is not `none`
    /// @param made     the provider of a cluster that this home once decided on
    public record Tools(
            Survey survey,
            Catalog catalog,
            StateFile state,
            ApplianceFile appliance,
            Function<ClusterKind, ClusterProvider> clusters,
            Function<State.Cluster, ClusterProvider> made,
            ModelEngines engines,
            OllamaProcess ollama,
            Probes probes,
            Planner planner) {}

    /// What was looked at, and the plan that follows.
    ///
    /// @param warnings what will work with a drawback
    /// @param state    as it will be written when the plan is carried out
    public record Look(HostFacts host, Planned planned, List<Problem> warnings, State state) {
        public Look {
            warnings = List.copyOf(warnings);
        }
    }

    /// Prepares; nothing is looked at yet.
    public Up(Settings settings, Tools tools) {
        this.settings = settings;
        this.tools = tools;
    }

    /// Looks at the machine and at what is there, and plans. Changes nothing.
    ///
    /// @param state as it is on disk
    public Look look(State state) {
        Inputs.Identity identity = Identities.of(settings.cluster(), state);
        boolean existing = settings.cluster().kind() == ClusterKind.EXISTING;
        ClusterIdentity there = existing ? identity(ClusterKind.EXISTING) : null;
        Settings withPorts = Identities.fixed(settings, identity, there == null ? null : there.words());
        Map<ImageReference, ImageReference> images = images();
        HostFacts host = tools.survey()
                .look(
                        settings,
                        images.values(),
                        List.of(settings.gateway().port(), identity.apiPort(), identity.modelPort()));
        Observed observed = new Observed(
                observedCluster(host),
                tools.appliance().running().map(ApplianceRecord::observed).orElse(null),
                existing ? podMemory() : 0);
        Planned planned = withoutForgetting(
                tools.planner().plan(new Inputs(withPorts, identity, host, tools.catalog(), images, observed)), state);
        return new Look(host, planned, warnings(host, planned), decided(state, identity, planned));
    }

    /// Carries a plan out.
    ///
    /// @param appliance starts what serves; null when this very process is going to, and no step does
    public StepResult run(Look look, @Nullable ApplianceStarter appliance, Runner.StepLog log, Event.Sink events) {
        if (!(look.planned() instanceof Planned.Plan whole)) {
            throw new IllegalArgumentException("a refused plan cannot be carried out");
        }
        Planned.Plan plan = new Planned.Plan(
                whole.cluster(),
                whole.engine(),
                whole.reasons(),
                whole.steps().stream()
                        .filter(step -> appliance != null || !startsAppliance(step))
                        .toList());
        // Written before the first step, so that `down` finds what an interrupted run has left.
        State before = tools.state().readOrCreate();
        tools.state().write(look.state());
        var clock = InstantSource.system();
        look.warnings().forEach(warning -> events.accept(new Event.Warned(warning)));
        try (StepPerformer performer = new StepPerformer(
                plan,
                settings.cluster().namespace(),
                settings.waits().model(),
                tools.catalog(),
                tools.clusters(),
                tools.engines(),
                tools.ollama(),
                appliance,
                new Await(clock))) {
            StepResult result = new Runner(performer, log, clock).run(plan, events);
            performer.warnings().forEach(warning -> events.accept(new Event.Warned(warning)));
            if (result instanceof StepResult.Failed) {
                forgetWhatWasNeverMade(before, look.state());
            }
            return result;
        }
    }

    /// A first try that was refused leaves no trace: the next may be another one.
    private void forgetWhatWasNeverMade(State before, State now) {
        State.Cluster tried = now.cluster();
        if (tried != null && !tried.equals(before.cluster()) && nothingOf(tried)) {
            tools.state().write(tools.state().readOrCreate().with(before.cluster()));
        }
    }

    private boolean nothingOf(State.Cluster cluster) {
        try {
            return cluster.kind() != ClusterKind.NONE
                    && tools.made().apply(cluster).removal(true).isEmpty();
        } catch (ApplianceException _) {
            // What cannot be asked may still be there.
            return false;
        }
    }

    private static boolean startsAppliance(Step step) {
        return step instanceof Step.StartAppliance || step instanceof Step.AwaitAppliance;
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
            case EXISTING -> tools.clusters().apply(ClusterKind.EXISTING).observe();
            case DOCKER, AUTO ->
                switch (host.engine()) {
                    case EngineFacts.Unusable _ -> new Observed.Cluster.Absent();
                    case EngineFacts.Answers _ ->
                        tools.clusters().apply(ClusterKind.DOCKER).observe();
                };
        };
    }

    /// Asked only where it decides something.
    private long podMemory() {
        Settings.Cluster cluster = settings.cluster();
        return cluster.pod().memoryBytes() > 0 || settings.models().engine() == EngineKind.EMBEDDED
                ? 0
                : tools.clusters()
                        .apply(ClusterKind.EXISTING)
                        .kube()
                        .podMemory(cluster.namespace(), ClusterProvider.MODEL_SERVICE, cluster.pod(), cluster.gpus());
    }

    private Planned withoutForgetting(Planned planned, State state) {
        return planned instanceof Planned.Plan plan
                ? Remembered.conflict(settings.cluster(), plan.cluster(), identity(plan.cluster()), state.cluster())
                        .filter(_ -> !nothingOf(Objects.requireNonNull(state.cluster(), "it is in the way")))
                        .<Planned>map(problem -> new Planned.Refused(List.of(problem)))
                        .orElse(planned)
                : planned;
    }

    private @Nullable ClusterIdentity identity(ClusterKind kind) {
        return kind == ClusterKind.NONE ? null : tools.clusters().apply(kind).identity();
    }

    private List<Problem> warnings(HostFacts host, Planned planned) {
        return switch (planned) {
            case Planned.Refused _ -> List.of();
            case Planned.Plan plan ->
                tools.probes().judge(host, settings, plan.cluster()).stream()
                        .map(Finding::verdict)
                        .filter(Verdict.Warn.class::isInstance)
                        .map(verdict -> ((Verdict.Warn) verdict).problem())
                        .toList();
        };
    }

    private State decided(State state, Inputs.Identity identity, Planned planned) {
        return switch (planned) {
            case Planned.Refused _ -> state;
            case Planned.Plan plan
            when plan.cluster() == ClusterKind.NONE ->
                // A cluster of an earlier run stays ours to remove.
                state.with(plan.engine());
            case Planned.Plan plan -> {
                boolean docker = plan.cluster() == ClusterKind.DOCKER;
                ClusterProvider provider = tools.clusters().apply(plan.cluster());
                ClusterIdentity there = provider.identity();
                yield state.with(new State.Cluster(
                                plan.cluster(),
                                settings.cluster().name(),
                                docker ? identity.apiPort() : 0,
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

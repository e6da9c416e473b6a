package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.engines.EngineOffer;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.HomeDecisions;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.UpSummary;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.StepResult;
import io.aiplat.provisioning.run.Up;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import io.aiplat.store.LockFile;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aiplat up`: look, plan, do, hand over.
@Command(name = "up", description = "Start everything, or mend what is not as it should be.")
public final class UpCommand implements Runnable {
    private final Invocation invocation;

    @Option(names = "--suggest", description = "say again which real models suit this machine")
    private boolean suggest;

    @Option(
            names = "--with",
            paramLabel = "NAME",
            description = "a bundle to install besides those there are; can be repeated")
    @CompletesAs(CompletionKind.BUNDLES)
    private List<String> with = List.of();

    @Mixin
    private final ArchiveOptions archive = new ArchiveOptions();

    public UpCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        addBundles();
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            archive.open(invocation, scope);
            Home home = scope.home().open();
            UpRun up = new UpRun(invocation, scope, "up");
            StepResult result;
            Up.Look look;
            boolean first = new DecisionsFile(home).read().endpoint() == null;
            try (LockFile _ = LockFile.ofHome(home, "up", Clock.systemUTC())) {
                look = up.look();
                up.decide(look, false);
                archive.keepTrust(invocation, scope);
                result = up.run(look);
            }
            greet(scope, look, result, first || suggest);
        }
    }

    /// What is decided once stays, so that a second bundle does not take the place of the first.
    private void addBundles() {
        if (!with.isEmpty()) {
            Set<String> all = new LinkedHashSet<>(invocation.settings().bundles());
            all.addAll(with);
            invocation.decide("--with", "bundles", String.join(",", all));
        }
    }

    private void greet(InstallScope scope, Up.Look look, StepResult result, boolean first) {
        EngineKind engine = Objects.requireNonNull(look.state().engine(), "a plan that was carried out decided on it");
        UpSummary greeting = UpSummary.of(
                Appliances.running(scope.home().root()).url(),
                scope.home(),
                result instanceof StepResult.Unchanged,
                engine,
                scope.catalog(),
                look.host(),
                reachesGpus(look),
                EndpointChange.others(HomeDecisions.endpoint(scope.settings().gateway())),
                engine == EngineKind.EMBEDDED ? EngineOffer.line(scope, look.host()) : "",
                first);
        try (var client = Appliances.client(scope.home().root())) {
            invocation.output().value(greeting.toJson(), greeting.toText(client.loginLink()));
        }
    }

    /// In no cluster models run on the machine itself; a node of ours has the GPUs it was given, and the pods of
    /// another cluster those they ask for.
    private boolean reachesGpus(Up.Look look) {
        if (!(look.planned() instanceof PlanResult.Plan plan)) {
            return false;
        }
        boolean here = plan.cluster() == ClusterKind.NONE || plan.engine().isOfHome();
        if (invocation.settings().gpus().mode() == GpuChoice.Mode.OFF) {
            // An Ollama that runs already was not told.
            return here && plan.engine() == EngineKind.OLLAMA && look.host().ollama() != null;
        }
        if (here) {
            return true;
        }
        return plan.cluster() == ClusterKind.EXISTING
                ? invocation.settings().cluster().gpus() > 0
                : plan.steps().stream()
                        .anyMatch(step -> step instanceof ClusterStep.EnsureCluster(var cluster)
                                && cluster.gpus().way() != GpuHandover.Way.NONE);
    }
}

package io.aiplat.launcher.command;

import io.aiplat.engine.run.Up;
import io.aiplat.launcher.Wiring;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.launcher.serve.StepJournal;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Planned;
import io.aiplat.model.Step;
import io.aiplat.model.StepResult;
import io.aiplat.store.HomeLock;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat serve`: `up` in the foreground, for systemd and for looking on. Ends with SIGTERM or Ctrl-C.
@Command(name = "serve", description = "As `up`, but serve in the foreground until stopped.")
final class ServeCommand implements Runnable {
    private final Invocation invocation;

    @Option(names = "--adopt-cluster", hidden = true, description = "serve what `up` has just prepared")
    private @Nullable ClusterKind adoptCluster;

    @Option(names = "--adopt-engine", hidden = true, description = "serve what `up` has just prepared")
    private @Nullable EngineKind adoptEngine;

    @Option(names = "--adopt-reason", hidden = true, description = "why `up` decided so")
    private String adoptReason = "";

    ServeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (Wiring wiring = new Wiring(invocation.surroundings(), invocation.settings())) {
            wiring.home().open();
            try (HomeLock _ = HomeLock.takeToServe(wiring.home(), "serve", Clock.systemUTC())) {
                serve(wiring);
            }
        }
    }

    private void serve(Wiring wiring) {
        ClusterKind cluster = adoptCluster;
        EngineKind engine = adoptEngine;
        String reason = adoptReason;
        if (cluster == null || engine == null) {
            Planned.Plan plan = prepare(wiring);
            reason = String.join(" ", plan.reasons());
            cluster = plan.cluster();
            engine = plan.engine();
        }
        try (Appliance appliance = Appliance.open(wiring, cluster, engine, reason)) {
            invocation.output().note("Serving " + appliance.url() + "/v1. Ctrl-C ends it.");
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // On Ctrl-C and SIGTERM Main interrupts the command: it is the end that was asked for. The flag stays
            // down, or closing would be interrupted as well.
            return;
        }
    }

    private Planned.Plan prepare(Wiring wiring) {
        try (HomeLock _ = HomeLock.take(wiring.home(), "serve", Clock.systemUTC());
                EventRenderer events = invocation.output().events()) {
            Up.Look look = wiring.up().look(wiring.state().readOrCreate());
            if (!(look.planned() instanceof Planned.Plan plan)) {
                throw new Refusal(((Planned.Refused) look.planned()).problems());
            }
            StepResult result = wiring.up()
                    .run(
                            look,
                            (_, _, _) -> new StepResult.Unchanged("this process"),
                            new StepJournal(wiring.home(), "serve"),
                            step -> step instanceof Step.StartAppliance,
                            events);
            if (result instanceof StepResult.Failed(var problem)) {
                throw new ApplianceException(problem);
            }
            return plan;
        }
    }
}

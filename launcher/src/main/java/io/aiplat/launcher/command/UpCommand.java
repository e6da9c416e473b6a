package io.aiplat.launcher.command;

import io.aiplat.engine.run.ApplianceProcess;
import io.aiplat.engine.run.Fingerprint;
import io.aiplat.engine.run.Up;
import io.aiplat.launcher.Version;
import io.aiplat.launcher.Wiring;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.launcher.render.Greeting;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.launcher.serve.BackgroundCommand;
import io.aiplat.launcher.serve.StepJournal;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Planned;
import io.aiplat.model.StepResult;
import io.aiplat.store.Home;
import io.aiplat.store.HomeLock;
import io.aiplat.store.State;
import java.time.Clock;
import java.util.Objects;
import picocli.CommandLine.Command;

/// `aiplat up`: look, plan, do, hand over.
@Command(name = "up", description = "Start everything, or mend what is not as it should be.")
final class UpCommand implements Runnable {
    private final Invocation invocation;

    UpCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (Wiring wiring = new Wiring(invocation.surroundings(), invocation.settings())) {
            Home home = wiring.home().open();
            StepResult result;
            Up.Look look;
            try (HomeLock _ = HomeLock.take(home, "up", Clock.systemUTC())) {
                look = wiring.up().look(wiring.state().readOrCreate());
                result = carryOut(wiring, look);
            }
            greet(wiring, look, result);
        }
    }

    private StepResult carryOut(Wiring wiring, Up.Look look) {
        if (!(look.planned() instanceof Planned.Plan plan)) {
            throw new Refusal(((Planned.Refused) look.planned()).problems());
        }
        wiring.ownerKey().readOrCreate();
        ApplianceProcess appliance =
                new ApplianceProcess(wiring.processes(), wiring.appliance(), launch(wiring, look.state(), plan));
        StepResult result;
        try (EventRenderer events = invocation.output().events()) {
            result = wiring.up().run(look, appliance, new StepJournal(wiring.home(), "up"), _ -> false, events);
        }
        if (result instanceof StepResult.Failed(var problem)) {
            throw new ApplianceException(problem);
        }
        return result;
    }

    private ApplianceProcess.Launch launch(Wiring wiring, State state, Planned.Plan plan) {
        int modelPort = state.cluster() == null ? 0 : state.cluster().modelPort();
        return new ApplianceProcess.Launch(
                BackgroundCommand.of(
                        wiring.settings(),
                        invocation.decided(),
                        invocation.loaded().file(),
                        plan),
                wiring.home().root(),
                wiring.home().logs().resolve("appliance.log"),
                Appliance.url(wiring.settings().gateway()),
                Version.number(),
                Fingerprint.of(wiring.settings(), plan.cluster(), plan.engine(), modelPort));
    }

    private void greet(Wiring wiring, Up.Look look, StepResult result) {
        EngineKind engine = Objects.requireNonNull(look.state().engine(), "a plan that was carried out decided on it");
        Greeting greeting = Greeting.of(
                Appliances.running(wiring.home().root()).url(),
                wiring.home(),
                result instanceof StepResult.Unchanged,
                engine,
                wiring.catalog(),
                look.host());
        try (var client = Appliances.client(wiring.home().root())) {
            invocation.output().value(greeting.toJson(), greeting.toText(client.loginLink()));
        }
    }
}

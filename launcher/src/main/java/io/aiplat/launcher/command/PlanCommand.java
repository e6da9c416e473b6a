package io.aiplat.launcher.command;

import io.aiplat.engine.run.Up;
import io.aiplat.launcher.Wiring;
import io.aiplat.launcher.render.EventJson;
import io.aiplat.launcher.render.PlanText;
import io.aiplat.model.Planned;
import picocli.CommandLine.Command;

/// `aiplat plan`: what `up` would do.
@Command(name = "plan", description = "Print what `up` would do; changes nothing.")
final class PlanCommand implements Runnable {
    private final Invocation invocation;

    PlanCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (Wiring wiring = new Wiring(invocation.surroundings(), invocation.settings())) {
            Up.Look look = wiring.up().look(UpRun.stateBefore(wiring));
            Planned.Plan plan = UpRun.plan(look);
            invocation.output().value(EventJson.plan(plan), PlanText.of(plan));
        }
    }
}

package io.aiplat.launcher.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            List<String> changes = UpRun.changes(invocation, wiring, look, false);
            Map<String, Object> answer = new LinkedHashMap<>(EventJson.plan(plan));
            answer.put("changes", changes);
            invocation.output().value(answer, PlanText.of(plan, changes));
        }
    }
}

package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.EventJson;
import io.aiplat.launcher.render.PlanText;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.ArchiveStep;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.ServeStep;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.TaskStep;
import io.aiplat.provisioning.run.Up;
import io.aiplat.store.Decisions;
import io.aiplat.store.process.ApplianceRecord;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `aiplat plan`: what `up` would do.
@Command(name = "plan", description = "Print what `up` would do; changes nothing.")
public final class PlanCommand implements Runnable {
    private final Invocation invocation;

    @Mixin
    private final ArchiveOptions archive = new ArchiveOptions();

    public PlanCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            archive.open(invocation, scope);
            Up.Look look = scope.up().look(UpRun.stateBefore(scope));
            PlanResult.Plan plan = UpRun.plan(look);
            List<String> changes = UpRun.changes(invocation, scope, look, false);
            Map<String, Object> answer = new LinkedHashMap<>(EventJson.plan(plan));
            Predicate<Step> done = done(scope, plan, look);
            answer.put("changes", changes);
            answer.put("done", plan.steps().stream().map(done::test).toList());
            String lead = plan.steps().stream().allMatch(done)
                    ? "It runs as it is decided: `up` would find nothing to do.\n"
                    : "";
            invocation.output().value(answer, lead + PlanText.of(plan, changes, done));
        }
    }

    /// What the appliance that runs has done of a plan already.
    private static Predicate<Step> done(InstallScope scope, PlanResult.Plan plan, Up.Look look) {
        ApplianceRecord running = scope.appliance().running().orElse(null);
        if (running == null || !new EndpointChange(scope, Decisions.NONE).isKept(running, plan, look.state())) {
            return _ -> false;
        }
        Set<String> models = new HashSet<>();
        try (ApplianceClient client = Appliances.client(scope.home().root())) {
            client.models().forEach(model -> models.add(model.path("name").asText()));
        } catch (ApplianceException _) {
            // It does not answer, so it would be replaced.
            return _ -> false;
        }
        return step -> switch (step) {
            case ServeStep _, ModelStep.StartOllama _ -> true;
            case ModelStep.PutModel(var model) -> isThere(models, model);
            case ModelStep.PullModel(var model) -> isThere(models, model);
            case ModelStep.BringModel(var model) -> isThere(models, model);
            case ClusterStep _, BundleStep _, ArchiveStep _, TaskStep _ -> false;
        };
    }

    private static boolean isThere(Set<String> models, String model) {
        return models.contains(model) || models.contains(model + ":latest");
    }
}

package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.CommandProblemsException;
import io.aiplat.launcher.command.invocation.HomeDecisions;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.launcher.serve.ApplianceLog;
import io.aiplat.launcher.serve.BackgroundCommand;
import io.aiplat.launcher.serve.StepLogWriter;
import io.aiplat.launcher.serve.SupervisorScript;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.StepResult;
import io.aiplat.provisioning.run.ApplianceProcess;
import io.aiplat.provisioning.run.ApplianceStarter;
import io.aiplat.provisioning.run.ServeFingerprint;
import io.aiplat.provisioning.run.Up;
import io.aiplat.store.DecidedFile;
import io.aiplat.store.Decisions;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import io.aiplat.store.HomeState;
import io.aiplat.store.log.LogFiles;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Look, plan, do: the way of `up`, for every command that ends where `up` ends. Its caller holds the home's lock.
public final class UpRun {
    private final Invocation invocation;
    private final InstallScope scope;
    private final String command;
    private Decisions before = Decisions.NONE;
    private Decisions decided = Decisions.NONE;

    /// @param command whose run this is, for the journal
    UpRun(Invocation invocation, InstallScope scope, String command) {
        this.invocation = invocation;
        this.scope = scope;
        this.command = command;
    }

    /// The state to look with where looking is all: a home that does not exist yet owns nothing, and is not made.
    public static HomeState stateBefore(InstallScope scope) {
        return scope.state().read().orElseGet(() -> new HomeState("nobody", Instant.EPOCH, null, null));
    }

    /// What this run changes for those who use the endpoint, said before it does.
    ///
    /// @param stops whether the running appliance is stopped anyway
    static List<String> changes(Invocation invocation, InstallScope scope, Up.Look look, boolean stops) {
        Decisions before = new DecisionsFile(scope.home()).read();
        Decisions after = new HomeDecisions(invocation, "up", Clock.systemUTC()).after(before);
        List<String> changes =
                new ArrayList<>(new EndpointChange(scope, before).sentences(plan(look), look.state(), stops));
        changes.addAll(EndpointChange.overruled(
                after, invocation.loader().inFile(invocation.loaded().file())));
        return List.copyOf(changes);
    }

    /// Says what changes, and keeps what was decided.
    ///
    /// @param stops whether the running appliance is stopped anyway
    void decide(Up.Look look, boolean stops) {
        List<String> changes = changes(invocation, scope, look, stops);
        if (invocation.output().json() && !changes.isEmpty()) {
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("event", "changes");
            said.put("changes", changes);
            invocation.output().value(said, "");
        }
        changes.forEach(invocation.output()::note);
        before = new DecisionsFile(scope.home()).read();
        decided = new HomeDecisions(invocation, command, Clock.systemUTC()).keep(scope.home());
        List<String> kept = new ArrayList<>(decided.settings().keySet());
        kept.removeIf(key ->
                Objects.equals(decided.settings().get(key), before.settings().get(key)));
        if (!kept.isEmpty()) {
            invocation
                    .output()
                    .note("Kept for this home: " + String.join(", ", kept)
                            + ". See: aiplat settings; forget: aiplat settings unset KEY");
        }
        List<String> variables = new ArrayList<>(decided.variables().keySet());
        variables.removeIf(name ->
                Objects.equals(decided.variables().get(name), before.variables().get(name)));
        if (!variables.isEmpty()) {
            invocation
                    .output()
                    .note("Kept for gateway.yaml, in a file that only you can read: " + String.join(", ", variables));
        }
    }

    /// Looks and plans; changes nothing but the state of a new home, and makes a device node that a GPU lacks.
    ///
    /// @throws CommandProblemsException with everything that stands in the way
    Up.Look look() {
        GpuPreparation gpus = new GpuPreparation(invocation, scope);
        gpus.mend();
        Up.Look look = scope.up().look(scope.state().readOrCreate());
        gpus.warn(look.host(), plan(look));
        return look;
    }

    /// The plan that follows from a look.
    ///
    /// @throws CommandProblemsException if there is none
    static PlanResult.Plan plan(Up.Look look) {
        return switch (look.planned()) {
            case PlanResult.Plan plan -> plan;
            case PlanResult.Refused(var problems) -> throw new CommandProblemsException(problems);
        };
    }

    /// Carries the plan out, with the appliance in a process of its own.
    ///
    /// @throws ApplianceException of the step that failed
    StepResult run(Up.Look look) {
        scope.ownerKey().readOrCreate();
        ApplianceProcess appliance = new ApplianceProcess(
                scope.processes(),
                scope.appliance(),
                scope.supervisor(),
                launch(look.state(), plan(look)),
                InstantSource.system());
        return carryOut(look, appliance);
    }

    /// Carries the plan out but for the appliance, which this very process is going to be.
    ///
    /// @throws ApplianceException of the step that failed
    void prepare(Up.Look look) {
        carryOut(look, null);
    }

    private StepResult carryOut(Up.Look look, @Nullable ApplianceStarter appliance) {
        StepResult result;
        try (EventRenderer events = invocation.output().events()) {
            result = scope.up().run(look, appliance, new StepLogWriter(scope.home(), command), events);
        }
        ClusterKind kind = plan(look).cluster();
        if (kind == ClusterKind.DOCKER || kind == ClusterKind.NATIVE) {
            renewKubeconfigs(kind, result);
        }
        if (result instanceof StepResult.Failed(var problem)) {
            if (appliance != null) {
                boolean cluster = scope.state().read().map(HomeState::cluster).isPresent();
                boolean serves = scope.appliance().running().isPresent();
                HomeDecisions.withdraw(
                        scope.home(),
                        before,
                        key -> (cluster && key.startsWith("cluster.")) || (serves && key.startsWith("gateway.")));
            }
            throw new ApplianceException(problem);
        }
        if (appliance != null) {
            HomeDecisions.served(scope.home(), scope.settings().gateway());
        }
        return result;
    }

    /// Programs that were given the way to the cluster as a file find it there as it is now: its port may have
    /// moved, and its certificates are new where its data was lost.
    private void renewKubeconfigs(ClusterKind kind, StepResult result) {
        Home home = scope.home();
        boolean changed = !(result instanceof StepResult.Unchanged);
        if (!changed || !(Files.exists(home.kubeconfig()) || home.merged().isPresent())) {
            return;
        }
        try {
            String text = scope.cluster(kind).kubeconfig();
            if (Files.exists(home.kubeconfig())) {
                home.keepKubeconfig(text);
            }
            scope.personalKubeconfig()
                    .into()
                    .ifPresent(file -> scope.personalKubeconfig().merge(file, text));
        } catch (ApplianceException e) {
            // What serves is up; that the way there could not be written elsewhere is told, and no reason to fail.
            invocation.output().warning(e.problem());
        }
    }

    private ApplianceProcess.Launch launch(HomeState state, PlanResult.Plan plan) {
        DecidedFile handedOn = new DecidedFile(scope.home().decided());
        handedOn.write(HomeDecisions.handedOn(invocation, decided, invocation.loader()));
        return new ApplianceProcess.Launch(
                SupervisorScript.around(
                        BackgroundCommand.of(
                                scope.settings(), handedOn, invocation.loaded().file(), plan),
                        scope.home(),
                        scope.processes()),
                scope.home().root(),
                LogFiles.of(scope.home()).file(ApplianceLog.START),
                Appliance.url(scope.settings().gateway()),
                Version.number(),
                ServeFingerprint.of(scope.settings(), plan.cluster(), plan.engine(), state.cluster()));
    }
}

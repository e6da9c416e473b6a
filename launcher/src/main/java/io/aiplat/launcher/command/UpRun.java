package io.aiplat.launcher.command;

import io.aiplat.engine.run.ApplianceProcess;
import io.aiplat.engine.run.ApplianceStarter;
import io.aiplat.engine.run.Fingerprint;
import io.aiplat.engine.run.Up;
import io.aiplat.launcher.Version;
import io.aiplat.launcher.Wiring;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.launcher.serve.ApplianceLog;
import io.aiplat.launcher.serve.BackgroundCommand;
import io.aiplat.launcher.serve.StepJournal;
import io.aiplat.launcher.serve.SupervisorScript;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Planned;
import io.aiplat.model.StepResult;
import io.aiplat.store.DecidedFile;
import io.aiplat.store.Home;
import io.aiplat.store.LogFiles;
import io.aiplat.store.State;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Look, plan, do: the way of `up`, for every command that ends where `up` ends. Its caller holds the home's lock.
final class UpRun {
    private final Invocation invocation;
    private final Wiring wiring;
    private final String command;

    /// @param command whose run this is, for the journal
    UpRun(Invocation invocation, Wiring wiring, String command) {
        this.invocation = invocation;
        this.wiring = wiring;
        this.command = command;
    }

    /// The state to look with where looking is all: a home that does not exist yet owns nothing, and is not made.
    static State stateBefore(Wiring wiring) {
        return wiring.state().read().orElseGet(() -> new State("nobody", Instant.EPOCH, null, null));
    }

    /// Looks and plans; changes nothing but the state of a new home.
    ///
    /// @throws Refusal with everything that stands in the way
    Up.Look look() {
        Up.Look look = wiring.up().look(wiring.state().readOrCreate());
        plan(look);
        return look;
    }

    /// The plan that follows from a look.
    ///
    /// @throws Refusal if there is none
    static Planned.Plan plan(Up.Look look) {
        return switch (look.planned()) {
            case Planned.Plan plan -> plan;
            case Planned.Refused(var problems) -> throw new Refusal(problems);
        };
    }

    /// Carries the plan out, with the appliance in a process of its own.
    ///
    /// @throws ApplianceException of the step that failed
    StepResult run(Up.Look look) {
        wiring.ownerKey().readOrCreate();
        ApplianceProcess appliance = new ApplianceProcess(
                wiring.processes(),
                wiring.appliance(),
                wiring.supervisor(),
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
            result = wiring.up().run(look, appliance, new StepJournal(wiring.home(), command), events);
        }
        if (plan(look).cluster() == ClusterKind.DOCKER) {
            renewKubeconfigs(result);
        }
        if (result instanceof StepResult.Failed(var problem)) {
            throw new ApplianceException(problem);
        }
        return result;
    }

    /// Programs that were given the way to the cluster as a file find it there as it is now: its port may have moved,
    /// and its certificates are new where its data was lost.
    private void renewKubeconfigs(StepResult result) {
        Home home = wiring.home();
        boolean changed = !(result instanceof StepResult.Unchanged);
        if (!changed || !(Files.exists(home.kubeconfig()) || home.merged().isPresent())) {
            return;
        }
        try {
            String text = wiring.cluster(ClusterKind.DOCKER).kubeconfig();
            if (Files.exists(home.kubeconfig())) {
                home.keepKubeconfig(text);
            }
            wiring.personalKubeconfig().into().ifPresent(file -> wiring.personalKubeconfig()
                    .merge(file, text));
        } catch (ApplianceException e) {
            // What serves is up; that the way there could not be written elsewhere is told, and no reason to fail.
            invocation.output().warning(e.problem());
        }
    }

    private ApplianceProcess.Launch launch(State state, Planned.Plan plan) {
        DecidedFile decided = new DecidedFile(wiring.home().decided());
        decided.write(invocation.decided());
        return new ApplianceProcess.Launch(
                SupervisorScript.around(
                        BackgroundCommand.of(
                                wiring.settings(), decided, invocation.loaded().file(), plan),
                        wiring.home(),
                        wiring.processes()),
                wiring.home().root(),
                LogFiles.of(wiring.home()).file(ApplianceLog.START),
                Appliance.url(wiring.settings().gateway()),
                Version.number(),
                Fingerprint.of(wiring.settings(), plan.cluster(), plan.engine(), state.cluster()));
    }
}

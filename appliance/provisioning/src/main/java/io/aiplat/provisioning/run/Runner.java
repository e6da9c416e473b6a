package io.aiplat.provisioning.run;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Carries a plan out, one step after another. The first failure stops the run and keeps the evidence;
/// since every step first looks whether it is already so, a run can simply be repeated.
public final class Runner {
    private final Performer performer;
    private final StepRecorder log;
    private final InstantSource clock;

    /// Does one step.
    @FunctionalInterface
    public interface Performer {
        /// Makes it so, or finds that it is so already.
        ///
        /// @throws ApplianceException if it cannot be done; the runner turns it into a failed step
        StepResult perform(Step step, Progress progress);
    }

    /// Where the beginning and end of each step are written down; a write that fails stops the run.
    public interface StepRecorder {
        /// A step begins.
        void begun(Step step);

        /// A step has ended.
        void ended(Step step, StepResult result, Duration took);
    }

    /// Makes a runner.
    public Runner(Performer performer, StepRecorder log, InstantSource clock) {
        this.performer = performer;
        this.log = log;
        this.clock = clock;
    }

    /// Runs the steps of a plan.
    ///
    /// @return the failure that stopped it, or `Unchanged` when no step had anything to do, else `Done`
    public StepResult run(PlanResult.Plan plan, Event.Sink events) {
        events.accept(new Event.Planned(plan));
        List<Step> steps = plan.steps();
        boolean changed = false;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            events.accept(new Event.Started(i + 1, steps.size(), step));
            switch (one(step, events)) {
                case StepResult.Failed failed -> {
                    return failed;
                }
                case StepResult.Done _ -> changed = true;
                case StepResult.Unchanged _ -> {}
            }
        }
        return changed ? new StepResult.Done("up") : new StepResult.Unchanged("everything was already so");
    }

    private StepResult one(Step step, Event.Sink events) {
        log.begun(step);
        var begin = clock.instant();
        StepResult result;
        try {
            result = performer.perform(
                    step, (what, done, total) -> events.accept(new Event.Progressed(step, what, done, total)));
        } catch (ApplianceException e) {
            result = new StepResult.Failed(e.problem());
        }
        Duration took = Duration.between(begin, clock.instant());
        log.ended(step, result, took);
        events.accept(new Event.Ended(step, result, took));
        return result;
    }
}

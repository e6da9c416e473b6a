package io.aiplat.model.plan;

import io.aiplat.model.Problem;
import java.time.Duration;

/// What happens while a plan is carried out. Rooms hand these on; only the launcher's renderers print.
public sealed interface Event {
    /// The plan is made.
    record Planned(io.aiplat.model.plan.PlanResult.Plan plan) implements Event {}

    /// A step has begun.
    ///
    /// @param number 1 to `of`
    record Started(int number, int of, Step step) implements Event {}

    /// A step is this far; see `Progress.at`.
    record Progressed(Step step, String what, long done, long total) implements Event {}

    /// A step has ended.
    record Ended(Step step, StepResult result, Duration took) implements Event {}

    /// Something a person should know that does not stop the work.
    record Warned(Problem problem) implements Event {}

    /// Takes events, in order, from any thread.
    @FunctionalInterface
    interface Sink {
        /// Takes the next one; the work goes on once this returns.
        void accept(Event event);
    }
}

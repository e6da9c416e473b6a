package io.aiplat.launcher.serve;

import io.aiplat.engine.run.Runner;
import io.aiplat.model.Step;
import io.aiplat.model.StepResult;
import io.aiplat.store.Home;
import io.aiplat.store.Journal;
import java.time.Clock;
import java.time.Duration;

/// Writes the steps of a run into the home's journal.
public final class StepJournal implements Runner.StepLog, AutoCloseable {
    private final Journal journal;

    /// A journal of a home.
    public StepJournal(Home home) {
        this.journal = new Journal(home.journal(), Clock.systemUTC());
    }

    @Override
    public void begun(Step step) {
        journal.begun(step.title());
    }

    @Override
    public void ended(Step step, StepResult result, Duration took) {
        journal.ended(step.title(), word(result), took);
    }

    private static String word(StepResult result) {
        return switch (result) {
            case StepResult.Done _ -> "done";
            case StepResult.Unchanged _ -> "unchanged";
            case StepResult.Failed(var problem) -> problem.code().id();
        };
    }

    @Override
    public void close() {
        // Every entry is on disk when its method returns.
    }
}

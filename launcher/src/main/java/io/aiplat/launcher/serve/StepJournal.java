package io.aiplat.launcher.serve;

import io.aiplat.engine.run.Runner;
import io.aiplat.model.Step;
import io.aiplat.model.StepResult;
import io.aiplat.store.Home;
import io.aiplat.store.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Writes the steps of one run into the home's journal, which keeps the time itself.
public final class StepJournal implements Runner.StepLog {
    private final Journal journal;
    private final String run;

    /// A journal of a home, for a run that begins now.
    ///
    /// @param command that runs: `up`
    public StepJournal(Home home, String command) {
        this.journal = new Journal(home.journal(), Clock.systemUTC());
        this.run = command + " " + Instant.now();
    }

    @Override
    public void begun(Step step) {
        journal.begun(run, step);
    }

    @Override
    public void ended(Step step, StepResult result, Duration took) {
        journal.ended(run, step, result);
    }
}

package io.aiplat.launcher.serve;

import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.provisioning.run.Runner;
import io.aiplat.store.Home;
import io.aiplat.store.log.StepLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Step log writer: writes the steps of one run into the home's log, which keeps the time itself.
public final class StepLogWriter implements Runner.StepRecorder {
    private final StepLog journal;
    private final String run;

    /// A journal of a home, for a run that begins now.
    ///
    /// @param command that runs: `up`
    public StepLogWriter(Home home, String command) {
        this.journal = new StepLog(home.journal(), Clock.systemUTC());
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

package io.aiplat.management.job;

import io.aiplat.model.Progress;

/// Work of a job. It is cancelled by an interrupt of its thread.
@FunctionalInterface
public interface JobWork {
    /// Does it.
    ///
    /// @param progress is told how far it is
    /// @throws InterruptedException if it was cancelled
    JobOutcome run(Progress progress) throws InterruptedException;
}

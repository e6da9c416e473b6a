package io.aiplat.management.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.Problem;

/// Outcome of a job.
public sealed interface JobOutcome {
    /// It was done.
    ///
    /// @param result what came of it
    record Done(ObjectNode result) implements JobOutcome {}

    /// It went wrong, or was cancelled.
    record Failed(Problem problem) implements JobOutcome {}
}

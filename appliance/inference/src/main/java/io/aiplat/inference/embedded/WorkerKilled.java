package io.aiplat.inference.embedded;

import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;

/// A worker was killed by a signal from outside, such as the kernel's for want of memory, while it had a request.
final class WorkerKilled extends RuntimeException {
    private final transient ApplianceException problem;

    WorkerKilled(ApplianceException problem) {
        super(problem.getMessage(), problem);
        this.problem = problem;
    }

    /// What to tell where it was in the middle of an answer.
    ApplianceException problem() {
        return problem;
    }

    /// The refusal of a request that no worker outlives.
    RequestRefused blamed(String model) {
        return FailureAttribution.failed(
                model, "Each process that was given it was killed, perhaps for want of memory.");
    }
}

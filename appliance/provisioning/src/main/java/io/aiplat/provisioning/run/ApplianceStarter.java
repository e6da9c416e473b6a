package io.aiplat.provisioning.run;

import io.aiplat.model.Progress;
import io.aiplat.model.plan.StepResult;
import java.time.Duration;

/// Starts the appliance process and sees it answer.
public interface ApplianceStarter {
    /// Starts it, unless the one that runs already serves just this.
    ///
    /// @param limit how long one that was started earlier has to answer before it counts as stuck
    StepResult start(Duration limit, Progress progress);

    /// Waits until it answers that it can serve. Comes after [#start].
    ///
    /// @param limit after which a silent endpoint is a failure
    StepResult await(Duration limit, ReadinessPoller await, Progress progress);
}

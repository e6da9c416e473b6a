package io.aiplat.engine.run;

import io.aiplat.model.Progress;
import io.aiplat.model.StepResult;
import java.time.Duration;

/// Starts the appliance process and sees it answer.
public interface ApplianceStarter {
    /// Starts it, unless the one that runs already serves just this.
    ///
    /// @param limit after which a silent endpoint is a failure
    StepResult start(Duration limit, Await await, Progress progress);
}

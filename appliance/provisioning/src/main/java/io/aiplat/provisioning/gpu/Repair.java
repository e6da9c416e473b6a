package io.aiplat.provisioning.gpu;

import io.aiplat.model.ApplianceException;

/// Repair of a broken rung that can do no harm: nothing of anybody's is changed, and doing it twice is doing it once.
@FunctionalInterface
public interface Repair {
    /// Does it.
    ///
    /// @return what was done, as a few words: "made /dev/nvidia-uvm"
    /// @throws ApplianceException where it could not be done
    String mend();
}

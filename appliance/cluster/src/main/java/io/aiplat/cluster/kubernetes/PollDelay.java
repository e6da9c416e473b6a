package io.aiplat.cluster.kubernetes;

import java.time.Duration;

/// A rest between two looks.
final class PollDelay {
    private PollDelay() {}

    /// Rests.
    ///
    /// @return false if this thread was interrupted, which ends the looking
    static boolean of(Duration length) {
        try {
            Thread.sleep(length);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

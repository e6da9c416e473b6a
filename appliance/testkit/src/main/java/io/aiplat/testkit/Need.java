package io.aiplat.testkit;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// What a test cannot do without. Where it is lacking the test is skipped and says why; with
/// `AIPLAT_E2E=required` in the environment (as in CI) it fails instead, so that a hole is not taken for a success.
public final class Need {
    private Need() {}

    /// Skips the test, or fails it, unless the condition holds.
    ///
    /// @param what what is needed and how to get it, as it is printed
    public static void that(boolean there, String what) {
        if (there) {
            return;
        }
        if ("required".equals(System.getenv("AIPLAT_E2E"))) {
            Assertions.fail("needed here: " + what);
        }
        System.out.println("skipped for want of: " + what);
        Assumptions.abort("needs " + what);
    }
}

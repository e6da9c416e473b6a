package io.aiplat.telemetry;

import io.aiplat.testkit.Golden;
import org.junit.jupiter.api.Test;

class TelemetryReferenceTest {
    /// After a change of a table: `mvn test -pl appliance/telemetry -am -Daiplat.golden=write`, then look at the diff.
    @Test
    void theReferenceInDocsIsWhatTheTablesSay() {
        Golden.matches("../../../../../docs/reference/telemetry.md", TelemetryReference.markdown());
    }
}

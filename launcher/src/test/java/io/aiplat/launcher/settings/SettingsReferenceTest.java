package io.aiplat.launcher.settings;

import io.aiplat.testkit.Golden;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {
    /// After a change of the table: `mvn test -pl launcher -am -Daiplat.golden=write`, then look at the diff.
    @Test
    void theReferenceInDocsIsWhatTheTableSays() {
        Golden.matches("../../../../docs/reference/settings.md", SettingsReference.markdown());
    }
}

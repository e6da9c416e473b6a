package io.aiplat.routing.file;

import io.aiplat.testkit.Golden;
import org.junit.jupiter.api.Test;

class GatewayReferenceTest {
    /// After a change of the table: `mvn test -pl appliance/routing -am -Daiplat.golden=write`.
    @Test
    void theReferenceInDocsIsWhatTheTableSays() {
        Golden.matches("../../../../../docs/reference/gateway-yaml.md", GatewayReference.markdown());
    }
}

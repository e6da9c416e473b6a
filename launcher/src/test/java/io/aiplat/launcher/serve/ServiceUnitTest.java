package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceUnitTest {
    /// With everything that systemd reads in its own way.
    static final String TEXT = ServiceUnit.text(
            List.of(
                    "/opt/java/bin/java",
                    "-jar",
                    "/home/me/my jars/aiplat.jar",
                    "serve",
                    "--set",
                    "a=$b 100% \"c\" \\d"),
            Map.of("PATH", "/usr/bin:/home/me/50%/bin", "AIPLAT_GATEWAY_PORT", "8585", "DOLLAR", "$x"));

    @Test
    void theUnitReadsLikeItsGoldenText() {
        Golden.matches("service/aiplat.service", TEXT);
    }

    @Test
    void whatSystemdWouldReplaceIsDoubled() {
        assertEquals("\"$$HOME 5%% \\\"x\\\" \\\\\"", ServiceUnit.argument("$HOME 5% \"x\" \\"));
        assertTrue(TEXT.contains("Environment=\"DOLLAR=$x\"\n"), "in Environment= a dollar is a dollar");
    }
}

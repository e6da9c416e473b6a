package io.aiplat.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.operator.realization.Realization;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Why a secret is not there yet, as those who are to bring it say.
class SecretSourcesTest {
    private static @Nullable String reason(String status) throws IOException {
        return SecretSources.reason(new ObjectMapper().readTree("{\"status\": " + status + "}"));
    }

    @Test
    void saysWhatTheOperatorSays() throws IOException {
        assertEquals(null, reason("{}"));
        assertEquals("SecretSyncedError: could not get secret data from provider", reason("""
                        {"conditions": [{"type": "Ready", "status": "False", "reason": "SecretSyncedError",
                          "message": "could not get secret data from provider"}]}
                        """));
        assertEquals("Healthy is False", reason("{\"conditions\": [{\"type\": \"Healthy\", \"status\": \"False\"}]}"));
        assertEquals("permission denied", reason("{\"error\": \"permission denied\"}"));
    }

    @Test
    void onlyWhatIsMissingAndToBeBroughtIsWaitedFor() {
        SecretSource source = new SecretSource("ExternalSecret shop/keys", null);
        References references = new References(new MadeUpCluster()
                .secret("shop", "there", Map.of())
                .source("shop", "there", source)
                .source("shop", "keys", source));
        references.secret("shop", "there");
        references.secret("shop", "by-hand");
        assertEquals(Optional.empty(), references.waiting());
        references.secret("shop", "keys");
        Realization waiting = references.waiting().orElseThrow();
        assertEquals(Realization.Stage.PROGRESSING, waiting.stage());
        assertTrue(waiting.message().contains("ExternalSecret shop/keys"), waiting::message);
    }
}

package io.aiplat.launcher.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class HealthPortTest {
    @Test
    void itIsAliveAtOnceAndReadyOnceItDoesWhatItIsFor() throws Exception {
        try (HealthPort health = HealthPort.open(0)) {
            assertEquals(200, status(health, "/livez"));
            assertEquals(503, status(health, "/readyz"));
            health.looked(true);
            assertEquals(200, status(health, "/readyz"));
            health.looked(false);
            assertEquals(503, status(health, "/readyz"));
            assertEquals(200, status(health, "/livez"));
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (HealthPort first = HealthPort.open(0)) {
            ApplianceException refused = assertThrows(
                    ApplianceException.class,
                    () -> HealthPort.open(first.port()).close());
            assertEquals("POD_CANNOT_LISTEN", refused.problem().code().id());
        }
    }

    private static int status(HealthPort health, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        }
    }
}

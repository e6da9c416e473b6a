package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Row 19: an address that cannot be decoded is the client's fault.
@Timeout(20)
class BrokenPathsTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/keys/%zz",
                "/admin/v1/keys/%",
                "/admin/v1/keys/a%2",
                "/admin/v1/keys/%ff%fe",
                "/admin/v1/users/%zz/x",
                "/admin/v1/spend?from=%zz",
                "/admin/v1/spend?by=%",
                "/admin/v1/%zz",
                "/v1/%zz",
                "/metrics/%zz",
                "/%zz",
                "/api/models/%zz",
                "/%",
                "/%00",
                "//%2e%2e/%zz?%zz#",
            })
    void areNeverAFaultOfOurs(String path) throws IOException {
        String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + RunningGateway.ADMIN + "\r\n" + "Connection: close\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
    }
}

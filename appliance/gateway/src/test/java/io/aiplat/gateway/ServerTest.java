package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.chatBody;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.http.GatewayProblems;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server around the API: starting, being asked how it is, ending.
@Timeout(20)
class ServerTest {

    @Test
    void saysThatItIsAliveWithoutAKey() {
        try (RunningGateway gateway = new RunningGateway()) {
            HttpResponse<String> response = gateway.get("/health", "Authorization", "");

            assertEquals(200, response.statusCode());
            assertEquals(json("{\"status\":\"ok\",\"version\":\"1.2.3\"}"), json(response));
        }
    }

    @Test
    void saysWhetherTheEngineCouldAnswerAndWhyNot() {
        try (RunningGateway gateway = new RunningGateway()) {
            assertEquals(200, gateway.get("/ready", "Authorization", "").statusCode());

            gateway.engine.readiness = new Readiness.NotYet("the model is loading");
            HttpResponse<String> loading = gateway.get("/ready");
            assertEquals(503, loading.statusCode());
            assertEquals("the model is loading", json(loading).path("reason").asText());

            gateway.engine.readiness = new Readiness.Never(GatewayProblems.answerCut("fake", "smoke"));
            HttpResponse<String> failed = gateway.get("/ready");
            assertEquals(503, failed.statusCode());
            assertEquals("failed", json(failed).path("status").asText());
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals("GATEWAY_PORT_TAKEN", refusal("127.0.0.1", other.getLocalPort()));
        }
    }

    @Test
    void refusesAnAddressOfAnotherMachine() {
        assertEquals("GATEWAY_ADDRESS_NOT_HERE", refusal("192.0.2.1", 0));
        assertEquals("GATEWAY_ADDRESS_NOT_HERE", refusal("no-such-host.invalid", 0));
    }

    @Test
    void anAnswerThatIsRunningEndsBeforeTheServerDoes() throws Exception {
        RunningGateway gateway = new RunningGateway();
        CountDownLatch stopping = new CountDownLatch(1);
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("one"));
            await(stopping);
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, 1, 1));
        };
        HttpResponse<InputStream> response = gateway.open("/v1/chat/completions", chatBody("\"stream\":true"));

        Thread stop = Thread.ofVirtual().start(gateway.server::close);
        waitUntilRefused(gateway);
        stopping.countDown();

        String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(body.endsWith("data: [DONE]\n\n"), body);
        stop.join();
    }

    private static String refusal(String listen, int port) {
        Settings.Gateway settings = Settings.Gateway.at(listen, port);
        return assertThrows(ApplianceException.class, () -> new RunningGateway(settings).close())
                .problem()
                .code()
                .id();
    }

    private static void waitUntilRefused(RunningGateway gateway) throws Exception {
        Eventually.passes(
                "nothing listens any more",
                Duration.ofSeconds(30),
                () -> assertThrows(
                        ConnectException.class, () -> gateway.socket().close()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

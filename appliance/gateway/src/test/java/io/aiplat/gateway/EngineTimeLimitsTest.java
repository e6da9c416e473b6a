package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.routing.Cooldown;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Listener;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.TimeLimits;
import io.aiplat.routing.Tracing;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A route's limits of time hold for engines too.
@Timeout(20)
class EngineTimeLimitsTest {
    private static final TimeLimits SHORT =
            new TimeLimits(Duration.ofMinutes(1), Duration.ofMillis(900), Duration.ofMillis(900));

    private final RunningGateway gateway = new RunningGateway(plan());

    private static GatewayConfig plan() {
        Route route = new Route(
                "smoke",
                List.of(Deployment.of(TestDependencies.LOCAL.name(), "smoke")),
                Strategy.WEIGHTED,
                SHORT,
                0,
                new Cooldown(100, Duration.ofMinutes(1), Duration.ofSeconds(5)),
                Fallbacks.NONE,
                null,
                false,
                null,
                null,
                List.of());
        return new GatewayConfig(
                new Listener("127.0.0.1", 4000, Path.of("unused")),
                List.of(),
                Map.of(TestDependencies.LOCAL.name(), TestDependencies.LOCAL),
                List.of(route),
                Map.of(),
                Map.of(),
                Tracing.NONE);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            throw new CancellationException("interrupted");
        }
    }

    private void answersThenHangs(String... texts) {
        gateway.engine.answer = (_, sink) -> {
            say(sink, texts);
            hang();
        };
    }

    private static void say(ChatSink sink, String... texts) {
        for (String text : texts) {
            sink.accept(new ChatDelta.Text(text));
        }
    }

    @Test
    void anEngineThatDoesNotBeginIsGivenUp() {
        answersThenHangs();

        HttpResponse<String> response = gateway.chat("");

        assertEquals(504, response.statusCode(), response.body());
        assertEquals("upstream_timeout", error(response).path("code").asText());
    }

    @Test
    void anEngineThatFallsSilentIsGivenUp() {
        answersThenHangs("Hel");

        HttpResponse<String> response = gateway.chat("\"stream\":true");

        assertTrue(response.body().contains("Hel"), response.body());
        assertTrue(response.body().contains("upstream_timeout"), response.body());
        assertFalse(response.body().contains(FrontOf.DONE), response.body());
    }

    @Test
    void soIsOneThatEmbeds() {
        gateway.engine.embedding = (_, _) -> {
            hang();
            throw new AssertionError("it was not interrupted");
        };

        HttpResponse<String> response = gateway.post("/v1/embeddings", "{\"model\":\"smoke\",\"input\":\"hi\"}");

        assertEquals(504, response.statusCode(), response.body());
    }

    @Test
    void whatComesInTimeIsNotDisturbed() {
        gateway.engine.answer = (_, sink) -> {
            for (int i = 0; i < 4; i++) {
                try {
                    Thread.sleep(300);
                } catch (InterruptedException _) {
                    throw new CancellationException("interrupted");
                }
                say(sink, "x");
            }
            sink.accept(new ChatDelta.Finished(ChatDelta.FinishReason.STOP, 1, 4));
        };

        assertTrue(gateway.chat("").body().contains("xxxx"));
    }
}

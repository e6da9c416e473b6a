package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.connection.ConnectionLimits;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A body that a guard has changed is in memory a second time, and counts a second time.
@Timeout(60)
class MaskedBodiesTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final int BODY = 40_000;
    private static final int ALL = 180_000;
    /// What any request takes.
    private static final int BESIDES = 40 * 1024;
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
            models:
              - {name: masked, deployments: [{upstream: there, model: m}], guards: [pii]}
            guards:
              pii: {kind: mask, entities: [email], when: [before]}
            """;

    private final Semaphore go = new Semaphore(0);
    private final Configured configured = new Configured(
            YAML,
            new ServerLimits(
                    ConnectionLimits.STANDARD,
                    ALL,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1)));

    MaskedBodiesTest() throws IOException {
        configured.upstream.always(Reply.json(FrontOf.ANSWER).paced(go));
    }

    @AfterEach
    void close() {
        configured.close();
    }

    private HttpResponse<String> ask(String text) {
        String body =
                "{\"model\":\"masked\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}],\"user\":\"";
        return configured.gateway.post(CHAT, body + "u".repeat(BODY - 2 - body.length()) + "\"}");
    }

    private void awaitHeld(int bytes) throws InterruptedException {
        String before = "\naiplat_gateway_body_bytes_in_flight ";
        Eventually.seen(
                bytes + " bytes are held",
                () -> configured.gateway.get("/metrics").body(),
                metrics -> metrics.contains(before + (double) bytes + "\n"));
    }

    @Test
    void bothCountUntilTheRequestIsAnswered() throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> ask("I am a@b.example"));
        configured.upstream.awaitAsked(1);

        awaitHeld(BESIDES + BODY + configured.sentOn().length() + "masked".length() - "m".length());
        assertTrue(configured.sentOn().contains("I am <EMAIL>"), configured.sentOn());
        go.release();
        assertEquals(200, answer.join().statusCode());
        awaitHeld(0);
    }

    @Test
    void whatDoesNotFitASecondTimeIsSentAway() throws InterruptedException {
        CompletableFuture<HttpResponse<String>> plain = CompletableFuture.supplyAsync(() -> ask("nothing to hide"));
        configured.upstream.awaitAsked(1);
        HttpResponse<String> refused = ask("I am a@b.example");

        assertEquals(503, refused.statusCode());
        assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
        assertEquals(1, configured.upstream.asked().size());
        go.release(2);
        assertEquals(200, plain.join().statusCode());
        assertEquals(200, ask("I am a@b.example").statusCode(), "nothing was lost");
    }
}

package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.connection.ConnectionLimits;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A stream that is silent for a while: its client gets a sign of life, whatever the server sends or does not.
@Timeout(20)
class HeartbeatTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ServerLimits LIMITS = new ServerLimits(
            new ConnectionLimits(LONG, LONG, LONG, LONG, Duration.ofMillis(60)), 256 << 20, LONG, LONG, LONG);
    private static final String MESSAGES = "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String DELTA =
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}";

    private static List<String> events(UpstreamKind kind) {
        return kind == UpstreamKind.OPENAI
                ? List.of(FrontOf.PIECE, FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE)
                : List.of(
                        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}",
                        DELTA,
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}",
                        "{\"type\":\"message_stop\"}");
    }

    private static String event(UpstreamKind kind, String data) {
        return kind == UpstreamKind.OPENAI
                ? "data: " + data + "\n\n"
                : "event: " + RunningGateway.json(data).path("type").asText() + "\ndata: " + data + "\n\n";
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /v1/chat/completions, : ka",
        "OPENAI, /v1/messages, event: ping",
        "ANTHROPIC, /v1/messages, event: ping",
        "ANTHROPIC, /v1/chat/completions, : ka",
        "ANTHROPIC, /v1/responses, : ka",
    })
    void comesInSilenceAfterTheFirstByteOnly(UpstreamKind kind, String path, String beat)
            throws IOException, InterruptedException {
        try (FrontOf front = new FrontOf(Rules.USUAL, LIMITS, kind, kind)) {
            Semaphore go = new Semaphore(0);
            List<String> events = events(kind);
            front.upstream.reply(Reply.chunks(
                            event(kind, events.get(0)) + event(kind, events.get(1)),
                            ": keep-alive\n\n",
                            event(kind, events.get(2)) + event(kind, events.get(3)))
                    .paced(go));
            go.release(2);
            String input = path.equals("/v1/responses") ? "\"input\":\"hi\"" : MESSAGES;
            HttpResponse<InputStream> answer =
                    front.gateway.open(path, "{\"model\":\"public\",\"stream\":true," + input + "}");
            StringBuilder all = new StringBuilder();
            readUntil(answer.body(), beat, 1, all);
            go.release();
            readUntil(answer.body(), beat, 3, all);
            go.release(9);
            all.append(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));

            String text = all.toString();
            assertEquals(200, answer.statusCode());
            assertTrue(text.startsWith("data: ") || text.startsWith("event: "), text);
            assertTrue(text.indexOf(beat) > text.indexOf("\n\n"), text);
            assertFalse(text.contains(": ka\n\n"), text);
            assertFalse(text.contains("keep-alive"), text);
            assertTrue(text.contains("[DONE]") || text.contains("message_stop") || text.contains("response.completed"));
        }
    }

    private static void readUntil(InputStream in, String beat, int times, StringBuilder all) throws IOException {
        while (all.toString().split(beat, -1).length <= times) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("ended with " + all);
            }
            all.append((char) next);
        }
    }
}

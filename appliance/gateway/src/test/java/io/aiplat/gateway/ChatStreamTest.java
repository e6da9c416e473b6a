package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.chatBody;
import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.responder.ClientDisconnected;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ToolCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Chat completions piece by piece.
@Timeout(20)
class ChatStreamTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void sendsTheRoleThenEachPartThenTheReasonThenDone() {
        HttpResponse<String> response = gateway.chat("\"stream\":true");
        List<String> events = events(response.body());

        assertEquals(
                "text/event-stream",
                response.headers().firstValue("content-type").orElse(""));
        assertEquals(5, events.size(), events.toString());
        assertEquals(json("{\"role\":\"assistant\",\"content\":\"\"}"), delta(events.get(0)));
        assertEquals(json("{\"content\":\"Hello\"}"), delta(events.get(1)));
        assertEquals(json("{\"content\":\", wörld \\\"\\n\"}"), delta(events.get(2)));
        assertEquals(json("{}"), delta(events.get(3)));
        assertEquals("stop", json(events.get(3)).at("/choices/0/finish_reason").asText());
        assertEquals("[DONE]", events.get(4));
    }

    @Test
    void allEventsShareOneIdAndOneTime() {
        Set<String> heads = new HashSet<>();
        for (String event : events(gateway.chat("\"stream\":true").body())) {
            if (!event.equals("[DONE]")) {
                JsonNode chunk = json(event);
                assertEquals("chat.completion.chunk", chunk.path("object").asText());
                heads.add(chunk.path("id").asText() + chunk.path("created") + chunk.path("model"));
            }
        }

        assertEquals(1, heads.size());
    }

    @Test
    void countsTokensOnlyWhenAsked() {
        String asked = gateway.chat("\"stream\":true,\"stream_options\":{\"include_usage\":true}")
                .body();
        List<String> events = events(asked);
        JsonNode last = json(events.get(events.size() - 2));

        assertEquals(0, last.path("choices").size());
        assertEquals(8, last.at("/usage/total_tokens").asInt());
        assertTrue(json(events.getFirst()).path("usage").isNull());
        assertFalse(gateway.chat("\"stream\":true").body().contains("usage"));
        assertFalse(gateway.chat("\"stream\":true,\"stream_options\":{\"include_usage\":false}")
                .body()
                .contains("usage"));
    }

    @Test
    void aPartArrivesBeforeTheNextIsMade() throws IOException {
        CountDownLatch firstSeen = new CountDownLatch(1);
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("one"));
            await(firstSeen);
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, 1, 1));
        };

        try (BufferedReader lines = lines(gateway.open("/v1/chat/completions", chatBody("\"stream\":true")))) {
            String line = lines.readLine();
            while (!line.contains("\"one\"")) {
                line = lines.readLine();
            }
            firstSeen.countDown();
            assertEquals(
                    "data: [DONE]",
                    lines.lines().filter(l -> !l.isEmpty()).toList().getLast());
        }
    }

    @Test
    void toolCallsComeWholeAndNumbered() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Call(new ToolCall("a", "f", "{}")));
            sink.accept(new ChatDelta.Call(new ToolCall("b", "g", "{\"x\":1}")));
            sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 1, 1));
        };

        List<String> events = events(gateway.chat("\"stream\":true").body());

        assertEquals(
                json("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"),
                delta(events.get(1)));
        assertEquals(1, delta(events.get(2)).at("/tool_calls/0/index").asInt());
        assertEquals(
                "tool_calls", json(events.get(3)).at("/choices/0/finish_reason").asText());
    }

    @Test
    void whatFailsBeforeTheFirstPartHasItsOwnStatus() {
        gateway.engine.answer = (_, _) -> {
            throw new RequestRefused(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, "messages", "300 tokens, 256 fit");
        };

        HttpResponse<String> response = gateway.chat("\"stream\":true");

        assertEquals(400, response.statusCode());
        assertEquals("context_length_exceeded", error(response).path("code").asText());
    }

    @Test
    void whatFailsLaterIsAnErrorEventWithoutDone() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("Hel"));
            throw new IllegalStateException("worker died");
        };

        List<String> events = events(gateway.chat("\"stream\":true").body());

        assertEquals(3, events.size());
        assertEquals("internal_error", json(events.getLast()).at("/error/code").asText());
    }

    @Test
    void aStreamWithoutItsEndIsAnErrorEventWithoutDone() {
        gateway.engine.answer = (_, sink) -> sink.accept(new ChatDelta.Text("Hel"));

        List<String> events = events(gateway.chat("\"stream\":true").body());

        assertEquals(
                "GATEWAY_ANSWER_CUT", json(events.getLast()).at("/error/code").asText());
        assertFalse(events.contains("[DONE]"));
    }

    @Test
    void theNextRequestUsesTheSameConnection() throws IOException {
        try (Socket socket = gateway.socket();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream().write(rawChat().getBytes(StandardCharsets.UTF_8));
                assertEquals("HTTP/1.1 200 OK", lines.readLine());
                while (!"0".equals(lines.readLine())) {
                    // The chunk of length nothing ends the response.
                }
                assertEquals("", lines.readLine());
            }
        }
    }

    @Test
    void aClientThatLeavesEndsTheGeneration() throws Exception {
        BlockingQueue<RuntimeException> thrown = new ArrayBlockingQueue<>(1);
        gateway.engine.answer = (_, sink) -> {
            try {
                while (true) {
                    sink.accept(new ChatDelta.Text("more"));
                }
            } catch (RuntimeException e) {
                thrown.add(e);
                throw e;
            }
        };

        try (Socket socket = gateway.socket()) {
            socket.getOutputStream().write(rawChat().getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readNBytes(1000);
        }

        assertInstanceOf(ClientDisconnected.class, thrown.poll(10, TimeUnit.SECONDS));
    }

    private static String rawChat() {
        String body = chatBody("\"stream\":true");
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + RunningGateway.KEY
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static List<String> events(String body) {
        assertTrue(body.endsWith("\n\n"), "an event ends with an empty line");
        return Stream.of(body.split("\n\n"))
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    private static JsonNode delta(String event) {
        return json(event).at("/choices/0/delta");
    }

    private static BufferedReader lines(HttpResponse<? extends java.io.InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

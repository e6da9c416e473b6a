package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.routing.Fallbacks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's responses go through to servers that have them.
@Timeout(20)
class ResponsesPassThroughTest {
    private static final String USAGE =
            "\"usage\":{\"input_tokens\":30,\"output_tokens\":5," + "\"input_tokens_details\":{\"cached_tokens\":10}}";
    private static final String ANSWER = "{\"object\":\"response\",\"error\":null," + USAGE + "}";
    private static final String DELTA = named("response.output_text.delta", "\"delta\":\"Hel\"");

    private final FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE).capped(50));

    ResponsesPassThroughTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> ask(String more, Reply reply) {
        front.upstream.reply(reply);
        return front.gateway.post("/v1/responses", "{\"model\":\"public\",\"input\":\"hi\"" + more + "}");
    }

    private static String named(String type, String more) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + more + "}\n\n";
    }

    private static String last(String type) {
        return named(type, "\"response\":{\"error\":null," + USAGE + "}");
    }

    private void assertUsageIsKnown() throws InterruptedException {
        SpendRow row = front.spent(1);
        assertEquals(30, row.input());
        assertEquals(10, row.cached());
        assertEquals(5, row.output());
        assertEquals(0, row.estimated());
    }

    @Test
    void goThroughWithTheCapUnderItsNameThere() throws InterruptedException {
        HttpResponse<String> response = ask("", Reply.json(ANSWER));

        assertEquals(ANSWER, response.body());
        assertEquals(
                "{\"model\":\"private\",\"input\":\"hi\",\"max_output_tokens\":50}",
                front.upstream.asked().getLast().body());
        assertUsageIsKnown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.completed", "response.incomplete"})
    void streamUntilTheEventThatHoldsAll(String end) throws InterruptedException {
        HttpResponse<String> response = ask(FrontOf.STREAM, Reply.chunks(DELTA, last(end)));

        assertEquals(DELTA + last(end), response.body());
        assertFalse(front.upstream.asked().getLast().body().contains("stream_options"));
        assertUsageIsKnown();
    }

    /// What a model writes cannot end its answer.
    @Test
    void serversMayLeaveTheNamesOfEventsOut() throws InterruptedException {
        String delta = "data: {\"type\":\"response.output_text.delta\",\"delta\":\"response.completed\"}\n\n";
        String end = last("response.completed").replace("event: response.completed\n", "");

        HttpResponse<String> response = ask(FrontOf.STREAM, Reply.chunks(delta, end));

        assertEquals(delta + end, response.body());
        assertUsageIsKnown();
    }

    @Test
    void aStreamThatSaysThatItFailedIsCountedAsSuch() {
        HttpResponse<String> response = ask(FrontOf.STREAM, Reply.chunks(DELTA, last("response.failed")));

        assertEquals(DELTA + last("response.failed"), response.body());
        String metrics = front.gateway.get("/metrics").body();
        assertTrue(
                metrics.lines().anyMatch(line -> line.contains("outcome=\"cut\"") && line.endsWith(" 1.0")), metrics);
    }

    @Test
    void aStreamWithoutThatEventIsNeverAnAnswer() {
        HttpResponse<String> response = ask(FrontOf.STREAM, Reply.chunks(DELTA));

        assertTrue(response.body().contains("\"upstream_cut\""), response.body());
    }

    /// A stream that is cut ends in the events of its API: clients look at their types.
    @Test
    void aStreamThatIsCutEndsInTypedEvents() {
        HttpResponse<String> response = ask(FrontOf.STREAM, Reply.chunks(DELTA));

        List<String> events = RunningGateway.events(response);
        assertEquals(3, events.size(), response.body());
        assertTrue(events.get(1).startsWith("error {\"type\":\"error\""), response.body());
        assertTrue(events.get(2).startsWith("response.failed {\"type\":\"response.failed\""), response.body());
        JsonNode failed = RunningGateway.json(events.get(2).substring("response.failed ".length()));
        assertEquals("failed", failed.at("/response/status").asText());
        assertEquals("server_error", failed.at("/response/error/code").asText());
    }
}

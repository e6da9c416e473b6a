package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.Limits;
import io.aiplat.governance.SpendRow;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// OpenAI's responses over an upstream that has them: its streams have no `[DONE]`, their usage has other names and
/// stands in the last event.
class RelayedResponsesTest {
    private static final String CREATED = "{\"type\":\"response.created\",\"response\":{\"usage\":null}}";
    private static final String TEXT = "{\"type\":\"response.output_text.delta\",\"delta\":\"response.completed\"}";
    private static final String COMPLETED = "{\"type\":\"response.completed\",\"response\":"
            + "{\"usage\":{\"input_tokens\":7,\"output_tokens\":2,\"input_tokens_details\":{\"cached_tokens\":4}}}}";
    private static final String FAILED =
            "{\"type\":\"response.failed\",\"response\":{\"error\":{\"message\":\"oops\"}}}";

    private final FrontOf front = new FrontOf();

    RelayedResponsesTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> stream(Reply reply) {
        front.upstream.reply(reply);
        return front.gateway.post("/v1/responses", "{\"model\":\"public\",\"input\":\"hi\",\"stream\":true}");
    }

    @Test
    void aStreamGoesThroughAndIsCounted() throws InterruptedException {
        HttpResponse<String> response = stream(Reply.events(CREATED, TEXT, COMPLETED));

        assertEquals(
                "{\"model\":\"private\",\"input\":\"hi\",\"stream\":true}",
                front.upstream.asked().getFirst().body());
        assertEquals("data: " + String.join("\n\ndata: ", List.of(CREATED, TEXT, COMPLETED)) + "\n\n", response.body());
        SpendRow spent = front.spent(1);
        assertEquals(7, spent.input());
        assertEquals(2, spent.output());
        assertEquals(4, spent.cached());
        assertEquals(0, spent.estimated());
    }

    @Test
    void aStreamWithoutItsLastEventIsNoAnswer() {
        HttpResponse<String> response = stream(Reply.events(CREATED, TEXT));

        assertTrue(response.body().contains("\"upstream_cut\""), response.body());
    }

    @Test
    void aStreamThatSaysThatItFailedIsCountedAsSuch() {
        HttpResponse<String> response = stream(Reply.events(CREATED, FAILED));

        assertTrue(response.body().contains("response.failed"), response.body());
        String metrics = front.gateway.get("/metrics").body();
        assertTrue(
                metrics.lines().anyMatch(line -> line.contains("outcome=\"cut\"") && line.endsWith(" 1.0")), metrics);
    }

    @Test
    void theCapHasItsOwnName() {
        front.key("sk-limited", new Limits(List.of(), null, 100_000L, null, List.of()));
        front.upstream.reply(Reply.json("{\"output\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"));

        front.gateway.post(
                "/v1/responses", "{\"model\":\"public\",\"input\":\"hi\"}", "Authorization", "Bearer sk-limited");

        assertEquals(
                "{\"model\":\"private\",\"input\":\"hi\",\"max_output_tokens\":" + ModelEndpoint.USUAL_CAP + "}",
                front.upstream.asked().getFirst().body());
    }
}

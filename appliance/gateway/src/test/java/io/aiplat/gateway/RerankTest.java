package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Texts put in the order in which they answer a question, by an upstream that can.
class RerankTest {
    private static final String ANSWER =
            "{\"results\":[{\"index\":1,\"relevance_score\":0.9}]," + "\"usage\":{\"total_tokens\":42}}";

    private final FrontOf front = new FrontOf();

    RerankTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void goesToTheUpstreamAsItIsAndIsPaidByWhatItSays() throws InterruptedException {
        front.upstream.reply(Reply.json(ANSWER));

        HttpResponse<String> response = front.gateway.post(
                "/v1/rerank",
                "{\"model\":\"public\",\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"}],\"top_n\":1}");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(ANSWER, response.body());
        var asked = front.upstream.asked().getFirst();
        assertTrue(asked.line().startsWith("POST /v1/rerank "), asked.line());
        assertEquals(
                "{\"model\":\"private\",\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"}],\"top_n\":1}",
                asked.body());
        SpendRow spent = front.spent(1);
        assertEquals(42, spent.input());
        assertEquals(42, spent.micros());
    }

    @Test
    void anEngineThatCannotSaysSo() throws IOException {
        try (RunningGateway alone = new RunningGateway()) {
            HttpResponse<String> response =
                    alone.post("/v1/rerank", "{\"model\":\"smoke\",\"query\":\"q\",\"documents\":[\"a\"]}");

            assertEquals(400, response.statusCode(), response.body());
            assertEquals(
                    "unsupported_operation", FrontOf.error(response).get("code").textValue());
        }
    }
}

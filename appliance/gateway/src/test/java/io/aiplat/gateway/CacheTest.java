package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.limit.Limits;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The response cache, from the client's side.
@Timeout(60)
class CacheTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
              here: {provider: embedded}
            models:
              - {name: kept, deployments: [{upstream: there, model: m}], cache: {}, retries: 0}
              - {name: masked, deployments: [{upstream: there, model: m}], cache: {}, guards: [pii]}
              - {name: engine, deployments: [{upstream: here, model: smoke}], cache: {}}
              - {name: plain, deployments: [{upstream: there, model: m}], price: {input: 1, output: 1}}
            guards:
              pii: {kind: mask, entities: [email], when: [before, after]}
            """;

    private final Configured configured = new Configured(YAML);
    private final RunningGateway gateway = configured.gateway;

    CacheTest() throws IOException {
        configured.upstream.always(Reply.json(FrontOf.ANSWER));
    }

    @AfterEach
    void close() {
        configured.close();
    }

    private static String asking(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
    }

    private static String cache(HttpResponse<String> response) {
        return response.headers().firstValue("x-aiplat-cache").orElse("none");
    }

    private int asked() {
        return configured.upstream.asked().size();
    }

    @Test
    void anEqualRequestIsAnsweredFromMemory() throws InterruptedException {
        HttpResponse<String> first = gateway.post(CHAT, asking("kept", ",\"temperature\":1.5"));
        HttpResponse<String> second = gateway.post(
                CHAT,
                "{ \"temperature\":1.5, \"user\":\"u\", \"metadata\":{}, \"messages\":[{\"content\":\"h\\u0069\",\"role\":\"user\"}],"
                        + "\"model\":\"kept\"}");

        assertEquals("miss", cache(first));
        assertEquals("hit", cache(second));
        assertEquals(first.body(), second.body());
        assertEquals("0", second.headers().firstValue("age").orElse(""));
        assertEquals(
                first.headers().firstValue("content-type"), second.headers().firstValue("content-type"));
        assertEquals(1, asked());
        configured.awaitLogged("cache=hit");
        String metrics = gateway.get("/metrics").body();
        assertTrue(
                metrics.contains("aiplat_gateway_cache_requests_total{model=\"kept\",outcome=\"hit\"} 1.0"), metrics);
    }

    @Test
    void anotherRequestIsNot() {
        gateway.post(CHAT, asking("kept", ""));

        assertEquals("miss", cache(gateway.post(CHAT, asking("kept", ",\"temperature\":0"))));
        assertEquals("miss", cache(gateway.post("/v1/responses", asking("kept", ""))));
        assertEquals("none", cache(gateway.post(CHAT, asking("plain", ""))));
        assertEquals(4, asked());
    }

    @Test
    void aStreamIsGivenAgainAsAStream() {
        Reply stream = Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.USAGE, FrontOf.DONE);
        configured.upstream.reply(stream);
        HttpResponse<String> first = gateway.post(CHAT, asking("kept", FrontOf.STREAM));
        HttpResponse<String> second = gateway.post(CHAT, asking("kept", FrontOf.STREAM));

        assertEquals("hit", cache(second));
        assertEquals(first.body(), second.body());
        assertEquals(
                "text/event-stream", second.headers().firstValue("content-type").orElse(""));
        assertTrue(second.body().endsWith("data: [DONE]\n\n"), second.body());

        assertEquals("miss", cache(gateway.post(CHAT, asking("kept", ""))), "a whole answer is another");
        configured.upstream.reply(stream);
        HttpResponse<String> counted =
                gateway.post(CHAT, asking("kept", FrontOf.STREAM + ",\"stream_options\":{\"include_usage\":true}"));
        assertEquals("miss", cache(counted), "and so is one with its tokens counted");
        assertTrue(counted.body().contains("\"usage\""));
    }

    @Test
    void theEnginesAnswersAreKeptToo() {
        AtomicInteger times = new AtomicInteger();
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("number " + times.incrementAndGet()));
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, 5, 3));
        };
        for (String stream : List.of("", FrontOf.STREAM)) {
            String first = gateway.post(CHAT, asking("engine", stream)).body();

            assertEquals(first, gateway.post(CHAT, asking("engine", stream)).body());
        }
        assertEquals(2, times.get());
    }

    @Test
    void whatIsNoWholeAnswerIsNotKept() throws IOException {
        configured.upstream.reply(Reply.status(500, "{\"error\":{\"message\":\"oops\"}}"));
        assertEquals(502, gateway.post(CHAT, asking("kept", "")).statusCode());
        assertEquals("miss", cache(gateway.post(CHAT, asking("kept", ""))));

        configured.upstream.reply(Reply.events(FrontOf.PIECE).cut());
        assertTrue(gateway.post(CHAT, asking("kept", FrontOf.STREAM)).body().contains("error"));
        configured.upstream.reply(Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE));
        HttpResponse<String> again = gateway.post(CHAT, asking("kept", FrontOf.STREAM));
        assertEquals("miss", cache(again));
        assertTrue(again.body().contains("[DONE]"), again.body());
    }

    @Test
    void nobodyElseGetsTheAnswer() {
        gateway.serving.seed("other", "sk-other-key", KeySettings.PLAIN);
        gateway.post(CHAT, asking("kept", ""));

        HttpResponse<String> other = gateway.post(CHAT, asking("kept", ""), "Authorization", "Bearer sk-other-key");

        assertEquals("miss", cache(other));
        assertEquals(2, asked());
    }

    @Test
    void aClientMayLeaveTheCacheOut() {
        gateway.post(CHAT, asking("kept", ""));

        assertEquals("none", cache(gateway.post(CHAT, asking("kept", ""), "Cache-Control", "no-store")));
        assertEquals(2, asked());
        String newer = FrontOf.ANSWER.replace("\"a\"", "\"b\"");
        configured.upstream.reply(Reply.json(newer));
        assertEquals("miss", cache(gateway.post(CHAT, asking("kept", ""), "Cache-Control", "max-age=5, No-Cache")));
        assertEquals(newer, gateway.post(CHAT, asking("kept", "")).body());
        assertEquals(3, asked());
    }

    @Test
    void aHitCostsNothingAndAKeyMayWantTheCacheForAllItsModels() throws InterruptedException {
        gateway.serving.seed("keeps", "sk-keeps-all", new KeySettings(Limits.NONE, null, List.of(), true, false));

        gateway.post(CHAT, asking("plain", ""), "Authorization", "Bearer sk-keeps-all");
        HttpResponse<String> second = gateway.post(CHAT, asking("plain", ""), "Authorization", "Bearer sk-keeps-all");

        assertEquals("hit", cache(second));
        configured.awaitLogged(" cost= ");
    }

    @Test
    void anAnswerIsKeptAsTheGuardsHaveLeftIt() {
        configured.upstream.reply(Reply.json(FrontOf.ANSWER.replace("\"a\"", "\"ask a@b.example\"")));
        HttpResponse<String> first =
                gateway.post(CHAT, asking("masked", ",\"stop\":\"x\"").replace("hi", "I am c@d.example"));
        HttpResponse<String> second =
                gateway.post(CHAT, asking("masked", ",\"stop\":\"x\"").replace("hi", "I am e@f.example"));

        assertTrue(first.body().contains("ask <EMAIL>"), first.body());
        assertEquals("hit", cache(second), "both are the same once masked");
        assertEquals(first.body(), second.body());
    }
}

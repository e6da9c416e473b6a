package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an upstream says of reasoning reaches clients, metrics and the log, whichever way its answer goes.
@Timeout(60)
class ReasoningTokensTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String RESPONSES = "/v1/responses";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":50,\"total_tokens\":57,"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":40}}";
    private static final String RESPONSE = "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\","
            + "\"output\":[],\"usage\":{\"input_tokens\":7,\"output_tokens\":50,\"total_tokens\":57,"
            + "\"output_tokens_details\":{\"reasoning_tokens\":40}}}";
    private static final Reply WHOLE = Reply.json("{\"id\":\"up-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
            + "\"assistant\",\"content\":\"Good day\"},\"finish_reason\":\"stop\"}]," + USAGE + "}");
    private static final Reply STREAM = Reply.events(
            "{\"id\":\"up-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good day\"},\"finish_reason\":\"stop\"}]}",
            "{\"id\":\"up-1\",\"choices\":[]," + USAGE + "}",
            // Nothing that was said once becomes less.
            "{\"id\":\"up-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":50,"
                    + "\"completion_tokens_details\":{}}}",
            "[DONE]");
    private static final String MESSAGES =
            "{\"model\":\"m\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final Configured configured = new Configured("""
            upstreams: {there: {provider: openai, url: "${env:UPSTREAM}"}, here: {provider: embedded}}
            models:
              - {name: m, deployments: [{upstream: there, model: m}], retries: 0}
              - {name: own, deployments: [{upstream: here, model: own}], retries: 0}
            """);

    ReasoningTokensTest() throws IOException {}

    @AfterEach
    void close() {
        configured.close();
    }

    private HttpResponse<String> ask(Reply reply, String path, String body) {
        configured.upstream.reply(reply);
        return configured.gateway.post(path, body);
    }

    private void assertSeen(String model) throws InterruptedException {
        configured.awaitLogged(" tokens_out=50 tokens_cached=0 tokens_reasoning=40 estimated=false ");
        String counted = "aiplat_gateway_tokens_total{estimated=\"false\",model=\"" + model
                + "\",team=\"\",type=\"reasoning\"} 40.0\n";
        Eventually.seen(counted, () -> configured.gateway.get("/metrics").body(), metrics -> metrics.contains(counted));
    }

    @Test
    void ofAChatThatIsPassedOn() throws InterruptedException {
        ask(WHOLE, CHAT, MESSAGES);
        assertSeen("m");
    }

    @Test
    void ofAStreamThatIsPassedOn() throws InterruptedException {
        ask(STREAM, CHAT, MESSAGES.replace("{\"model\"", "{\"stream\":true,\"model\""));
        assertSeen("m");
    }

    @Test
    void ofAResponseThatIsPassedOn() throws InterruptedException {
        ask(Reply.json(RESPONSE), RESPONSES, "{\"model\":\"m\",\"input\":\"hi\"}");
        assertSeen("m");
    }

    @Test
    void ofAnAnswerInTheWordsOfAnotherApi() throws InterruptedException {
        ask(STREAM, "/v1/messages", MESSAGES);
        assertSeen("m");
    }

    @Test
    void ofOurOwnEngineInEveryApiThatHasAFieldForIt() throws InterruptedException {
        configured.gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("yes"));
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, new TokenUsage(9, 50, null, null, 40L, false)));
        };

        JsonNode chat = RunningGateway.json(configured.gateway.post(CHAT, MESSAGES.replace("\"m\"", "\"own\"")));
        assertEquals(
                40, chat.at("/usage/completion_tokens_details/reasoning_tokens").asInt(), chat::toString);
        assertSeen("own");

        JsonNode response =
                RunningGateway.json(configured.gateway.post(RESPONSES, "{\"model\":\"own\",\"input\":\"hi\"}"));
        assertEquals(
                40, response.at("/usage/output_tokens_details/reasoning_tokens").asInt(), response::toString);
        assertTrue(configured.upstream.asked().isEmpty());
    }
}

package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.model.Secret;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Listener;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Tracing;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An OpenAI-compatible upstream: what goes to it, and what comes back.
class OpenAiPassThroughTest {
    private final Misbehaving upstream = new Misbehaving();
    private final RunningGateway gateway = new RunningGateway(plan());

    OpenAiPassThroughTest() throws IOException {}

    private GatewayConfig plan() {
        Upstream there =
                new Upstream("there", UpstreamKind.OPENAI, upstream.url(), new Secret("sk-upstream"), Map.of());
        Route route = Route.of("public", List.of(Deployment.of("there", "private")), Strategy.WEIGHTED);
        return new GatewayConfig(
                new Listener("127.0.0.1", 4000, Path.of("unused")),
                List.of(),
                Map.of("there", there),
                List.of(route),
                Map.of(),
                Map.of(),
                Tracing.NONE);
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        upstream.close();
    }

    private HttpResponse<String> chat(String fields) {
        return gateway.post(
                "/v1/chat/completions",
                "{\"model\": \"public\", \"messages\": [{\"role\":\"user\",\"content\":\"hi\"}]" + fields + "}");
    }

    /// Clients of OpenAI ask for base64 unasked, and take what comes for that.
    @Test
    void numbersComeAsBase64WhereThatWasAsked() {
        String answer = "{\"object\":\"list\",\"data\":[{\"embedding\":[0.5,-1,0.1],\"index\":0},"
                + "{\"index\":1,\"embedding\":[1e0,2,3]}],\"x\":{\"embedding\":[1.50]},"
                + "\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}";
        upstream.always(Reply.json(answer));
        assertEquals(
                answer.replace("[0.5,-1,0.1]", "\"AAAAPwAAgL/NzMw9\"").replace("[1e0,2,3]", "\"AACAPwAAAEAAAEBA\""),
                embeddings("\"encoding_format\":\"base64\"").body());
        assertEquals(answer, embeddings("\"encoding_format\":\"float\"").body());

        for (String other : List.of(
                "{\"data\":[{\"embedding\":\"AAAA\"}]}",
                "{\"data\":[{\"embedding\":[null]}]}",
                "{\"data\":[1],\"data\":[{\"embedding\":[1]}]}")) {
            upstream.always(Reply.json(other));
            assertEquals(other, embeddings("\"encoding_format\":\"base64\"").body());
        }
    }

    private HttpResponse<String> embeddings(String fields) {
        return gateway.post("/v1/embeddings", "{\"model\":\"public\",\"input\":\"hi\"," + fields + "}");
    }

    @Test
    void changesTheNameOfTheModelAndNoOtherByte() {
        upstream.reply(Reply.json("{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}"));

        HttpResponse<String> response = chat(", \"vendor_field\" : 1.50e+2 , \"x\":\"\\u00e9é\"");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "{\"model\": \"private\", \"messages\": [{\"role\":\"user\",\"content\":\"hi\"}]"
                        + ", \"vendor_field\" : 1.50e+2 , \"x\":\"\\u00e9é\"}",
                upstream.asked().getFirst().body());
        assertEquals("Bearer sk-upstream", upstream.asked().getFirst().header("authorization"));
        assertEquals("{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}", response.body());
    }

    @Test
    void asksForTheCountAndKeepsItFromAClientThatDidNot() {
        upstream.reply(Reply.events(
                "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}",
                "[DONE]"));

        HttpResponse<String> response = chat(",\"stream\":true");

        assertTrue(upstream.asked().getFirst().body().endsWith(",\"stream_options\":{\"include_usage\":true}}"));
        assertEquals(
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n"
                        + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                        + "data: [DONE]\n\n",
                response.body());
    }

    @Test
    void aStreamThatIsCutIsNeverAnAnswer() {
        upstream.reply(Reply.events("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}")
                .cut());

        HttpResponse<String> response = chat(",\"stream\":true");

        assertTrue(response.body().contains("\"upstream_cut\""), response.body());
        assertFalse(response.body().contains("[DONE]"), response.body());
    }

    @Test
    void aStreamWithoutItsEndIsNeverAnAnswer() {
        upstream.reply(Reply.events("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}"));

        HttpResponse<String> response = chat(",\"stream\":true");

        assertTrue(response.body().contains("\"upstream_cut\""), response.body());
        assertFalse(response.body().contains("[DONE]"), response.body());
    }

    @Test
    void asksAgainAsLongAsTheClientHasNothing() {
        upstream.reply(Reply.status(500, "{\"error\":{\"message\":\"oops\"}}"));
        upstream.reply(Reply.json("{\"choices\":[]}"));

        assertEquals(200, chat("").statusCode());
        assertEquals(2, upstream.asked().size());
    }

    @Test
    void saysWhatTheUpstreamSaysAgainstARequest() {
        upstream.reply(
                Reply.status(400, "{\"error\":{\"message\":\"no such tool\",\"param\":\"tools\",\"code\":\"bad\"}}"));

        HttpResponse<String> response = chat("");

        assertEquals(400, response.statusCode());
        assertEquals(
                "no such tool", RunningGateway.error(response).path("message").asText());
        assertEquals("tools", RunningGateway.error(response).path("param").asText());
        assertEquals(1, upstream.asked().size(), "it would be refused anywhere");
    }

    @Test
    void whatIsSaidToTheGatewayStaysHere() {
        upstream.reply(Reply.json("{\"choices\":[]}"));

        assertEquals(200, chat(", \"drop_params\":true").statusCode());
        assertFalse(
                upstream.asked().getFirst().body().contains("drop_params"),
                upstream.asked().getFirst().body());
    }
}

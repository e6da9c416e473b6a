package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What must not leave the house: a model or a guard's find keeps a request to local upstreams, whatever fails.
@Timeout(60)
class ConfinementTest {
    private static final String YAML = """
            upstreams:
              cloud: {provider: openai, url: "${env:UPSTREAM}", tier: cloud}
              house: {provider: openai, url: "${env:SERVICE}/v1"}
            models:
              - name: mixed
                deployments: [{upstream: cloud, model: big}, {upstream: house, model: small, order: 2}]
                guards: [private]
              - name: away
                deployments: [{upstream: cloud, model: big}]
                guards: [private]
                retries: 0
                fallbacks: {general: [other]}
              - {name: other, deployments: [{upstream: cloud, model: other}]}
              - name: saved
                deployments: [{upstream: cloud, model: big}]
                guards: [private]
                fallbacks: {general: [inside]}
              - {name: inside, deployments: [{upstream: house, model: small}], confine: true}
              - name: masked
                deployments: [{upstream: cloud, model: big}, {upstream: house, model: small, order: 2}]
                guards: [mask, private]
            guards:
              private: {kind: confine, entities: [email], patterns: ['EMP-\\d{6}']}
              mask: {kind: mask, entities: [email]}
            """;

    private final Configured configured = new Configured(YAML);
    private final RunningGateway gateway = configured.gateway;

    ConfinementTest() throws IOException {
        configured.upstream.always(Reply.json(FrontOf.ANSWER));
        configured.service.always(Reply.json(FrontOf.ANSWER));
    }

    @AfterEach
    void close() {
        configured.close();
    }

    private HttpResponse<String> ask(String model, String content) {
        return gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]}");
    }

    @Test
    void whatAGuardFindsIsAnsweredInTheHouseAndTheLogSaysWhy() throws InterruptedException {
        assertEquals(200, ask("mixed", "what is the capital of France?").statusCode());
        assertEquals(1, configured.upstream.asked().size());

        assertEquals(200, ask("mixed", "write to ada@example.org").statusCode());

        configured.awaitLogged("confined=guard:private");
        assertEquals(1, configured.upstream.asked().size(), "nothing more has left");
        assertTrue(configured.service.asked().getLast().body().contains("ada@example.org"));
        assertTrue(gateway.get("/metrics")
                .body()
                .contains("aiplat_gateway_guard_hits_total{action=\"confined\",guard=\"private\"} 1.0"));
    }

    @Test
    void withNobodyInTheHouseItIsRefusedAndNobodyStandsIn() throws InterruptedException {
        HttpResponse<String> response = ask("away", "badge EMP-123456");

        assertEquals(503, response.statusCode());
        assertEquals("confined", RunningGateway.error(response).path("code").asText());
        assertTrue(RunningGateway.error(response).path("message").asText().contains("guard:private"), response.body());
        configured.awaitLogged("error=confined");
        assertEquals(List.of(), configured.upstream.asked());
    }

    @Test
    void aFallbackInTheHouseAnswers() {
        assertEquals(200, ask("saved", "write to ada@example.org").statusCode());

        assertEquals(List.of(), configured.upstream.asked());
        assertEquals(1, configured.service.asked().size());
    }

    @Test
    void whenTheHouseFailsNothingLeaves() {
        configured.service.always(Reply.status(500, "{}"));

        assertTrue(ask("mixed", "write to ada@example.org").statusCode() >= 500);

        assertEquals(List.of(), configured.upstream.asked());
    }

    @Test
    void aModelMayBeConfinedWhateverIsAsked() throws InterruptedException {
        assertEquals(200, ask("inside", "hi").statusCode());
        configured.awaitLogged("confined=model:inside");
    }

    @Test
    void whatIsMaskedAfterwardsStaysInTheHouseToo() {
        assertEquals(200, ask("masked", "write to ada@example.org").statusCode());

        assertEquals(List.of(), configured.upstream.asked());
        assertTrue(configured.service.asked().getLast().body().contains("<EMAIL>"));
    }

    /// What a guard cannot read might be what it looks for.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/embeddings  | {"model":"away","input":[1,2,3]}
            /v1/completions | {"model":"away","prompt":[1,2,3]}
            """)
    void whatCannotBeReadIsRefused(String path, String body) {
        HttpResponse<String> response = gateway.post(path, body);

        assertEquals(400, response.statusCode(), response.body());
        assertEquals(List.of(), configured.upstream.asked());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/messages   | {"model":"away","max_tokens":9,"messages":[{"role":"user","content":"a@b.example"}]}
            /v1/responses  | {"model":"away","input":"a@b.example"}
            /v1/embeddings | {"model":"away","input":["x","a@b.example"]}
            """)
    void everyEndpointKeepsIt(String path, String body) {
        assertEquals(503, gateway.post(path, body).statusCode());
        assertEquals(List.of(), configured.upstream.asked());
    }
}

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

/// Rules of a model: what a request says of itself decides who answers it.
@Timeout(60)
class RulesTest {
    private static final String YAML = """
            upstreams:
              cloud: {provider: openai, url: "${env:UPSTREAM}", tier: cloud}
              house: {provider: openai, url: "${env:SERVICE}/v1"}
            models:
              - name: assistant
                deployments:
                  - {upstream: house, model: small}
                  - {upstream: cloud, model: big, order: 2, capabilities: [vision]}
                retries: 1
                fallbacks: {general: [other]}
                rules:
                  - {name: secret, classes: [secret], refuse: true}
                  - {name: private, classes: [pii, phi], confine: true}
                  - {name: hard, headers: {x-task-complexity: complex}, upstreams: [cloud, house]}
                  - {name: pictures, headers: {x-needs: vision}, capabilities: [vision]}
                  - {name: named, models: ["big-*"], upstreams: [cloud]}
              - {name: other, deployments: [{upstream: cloud, model: other}]}
              - name: kept
                deployments: [{upstream: house, model: small}, {upstream: cloud, model: big, order: 2}]
                cache: {}
                rules: [{name: hard, headers: {x-task-complexity: complex}, upstreams: [cloud]}]
            aliases: {"big-*": assistant}
            """;

    private final Configured configured = new Configured(YAML);
    private final RunningGateway gateway = configured.gateway;

    RulesTest() throws IOException {
        configured.upstream.always(Reply.json(FrontOf.ANSWER));
        configured.service.always(Reply.json(FrontOf.ANSWER));
    }

    @AfterEach
    void close() {
        configured.close();
    }

    private HttpResponse<String> ask(String model, String... headers) {
        return gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                headers);
    }

    private void asked(int cloud, int house) {
        assertEquals(
                List.of(cloud, house),
                List.of(
                        configured.upstream.asked().size(),
                        configured.service.asked().size()));
    }

    @Test
    void withoutWhatARuleIsForTheModelIsServedAsEver() {
        HttpResponse<String> response = ask("assistant");
        assertEquals(200, response.statusCode());
        assertTrue(response.headers().firstValue("x-aiplat-rule").isEmpty());
        asked(0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            assistant | x-task-complexity | complex     | hard
            assistant | x-needs           | vision      | pictures
            big-one   | x-nothing         | is said     | named
            """)
    void aRuleChoosesWhoAnswersAndTheAnswerSaysWhich(String model, String header, String value, String rule) {
        HttpResponse<String> response = ask(model, header, value);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(rule, response.headers().firstValue("x-aiplat-rule").orElse(""));
        asked(1, 0);
    }

    @Test
    void theNextOfARuleAnswersWhenTheFirstRefusesOurKey() {
        configured.upstream.always(Reply.status(401, "{}"));
        assertEquals(200, ask("assistant", "x-task-complexity", "complex").statusCode());
        asked(1, 1);
    }

    @ParameterizedTest
    @CsvSource({"pii", "PHI", "'public, pii'"})
    void whatIsOfAClassStaysInTheHouseAndTheLogSaysWhy(String data) throws InterruptedException {
        assertEquals(
                200,
                ask("assistant", "x-data-class", data, "x-task-complexity", "complex")
                        .statusCode());
        configured.awaitLogged("confined=rule:private");
        asked(0, 1);
    }

    @Test
    void whenTheHouseFailsItIsRefusedAndNothingLeaves() {
        configured.service.always(Reply.status(500, "{}"));
        for (int i = 0; i < 4; i++) {
            assertTrue(ask("assistant", "x-data-class", "pii").statusCode() >= 500);
        }
        assertEquals(List.of(), configured.upstream.asked());
    }

    @Test
    void whatARuleRefusesNobodyIsAsked() throws InterruptedException {
        HttpResponse<String> response = ask("assistant", "x-data-class", "secret");
        assertEquals(503, response.statusCode());
        assertEquals(
                "refused_by_rule", RunningGateway.error(response).path("code").asText());
        configured.awaitLogged("error=refused_by_rule");
        asked(0, 0);
    }

    /// Who asks for the large model does not get what the small one has said before.
    @Test
    void anAnswerIsKeptForTheRuleItCameBy() {
        assertEquals(200, ask("kept").statusCode());
        assertEquals(200, ask("kept", "x-task-complexity", "complex").statusCode());
        asked(1, 1);
        HttpResponse<String> again = ask("kept", "x-task-complexity", "complex");
        assertEquals("hit", again.headers().firstValue("x-aiplat-cache").orElse(""));
        asked(1, 1);
    }
}

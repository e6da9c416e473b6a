package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Guards that ask a Presidio analyzer; the one here says what its test wants.
@Timeout(60)
class PresidioTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
            models:
              - {name: asked, deployments: [{upstream: there, model: private}], guards: [mails, names]}
              - {name: answered, deployments: [{upstream: there, model: private}], guards: [names-after]}
            guards:
              mails: {kind: mask, entities: [email]}
              names: {kind: presidio, url: "${env:SERVICE}"}
              names-after: {kind: presidio, url: "${env:SERVICE}/", when: [after]}
            """;

    private final Configured configured = new Configured(YAML);
    private final RunningGateway gateway = configured.gateway;

    PresidioTest() throws IOException {
        configured.upstream.always(Reply.json(FrontOf.ANSWER));
    }

    @AfterEach
    void close() {
        configured.close();
    }

    private HttpResponse<String> ask(String model, String more) {
        return gateway.post(
                CHAT,
                "{\"model\":\"" + model
                        + "\",\"messages\":[{\"role\":\"system\",\"content\":\"be 🦙\"},{\"role\":\"user\","
                        + "\"content\":\"🦙 Ada Lovelace, ada@example.org\"}]" + more + "}");
    }

    @Test
    void masksByCodePointsWhatTheServiceFinds() {
        // "be 🦙", an empty line, then "🦙 Ada Lovelace, <EMAIL>": the name begins at code point 8.
        configured.service.reply(Reply.json(
                "[{\"entity_type\":\"PERSON\",\"start\":8,\"end\":20,\"score\":0.85,\"analysis_explanation\":null}]"));

        HttpResponse<String> response = ask("asked", "");

        assertEquals(200, response.statusCode(), response.body());
        assertTrue(configured.sentOn().contains("\"content\":\"🦙 <PERSON>, <EMAIL>\""), configured.sentOn());
        assertTrue(configured.sentOn().contains("\"content\":\"be 🦙\""), configured.sentOn());
        assertEquals(
                "POST /analyze HTTP/1.1", configured.service.asked().getFirst().line());
        assertEquals(
                "{\"text\":\"be 🦙\\n\\n🦙 Ada Lovelace, <EMAIL>\",\"language\":\"en\",\"score_threshold\":0.35}",
                configured.service.asked().getFirst().body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"no\"}",
                "not json",
                "[{\"start\":0,\"end\":1}",
                "[0]",
                "[{\"entity_type\":\"PERSON\",\"start\":8,\"end\":9000,\"score\":1}]",
                "[{\"entity_type\":\"PERSON\"}]"
            })
    void anAnswerThatMakesNoSenseLetsNothingPass(String answer) {
        configured.service.reply(Reply.json(answer));

        assertFailed(ask("asked", ""));
    }

    @Test
    void aServiceThatFailsLetsNothingPass() {
        configured.service.reply(Reply.status(500, "[]"));
        assertFailed(ask("asked", ""));
        configured.service.close();
        assertFailed(ask("asked", ""));
    }

    private void assertFailed(HttpResponse<String> response) {
        assertEquals(503, response.statusCode(), response.body());
        assertEquals("guard_failed", RunningGateway.error(response).path("code").asText());
        assertEquals(List.of(), configured.upstream.asked());
    }

    @Test
    void aTextThatTheServiceWouldNotReadIsRefused() {
        HttpResponse<String> response = gateway.post(
                CHAT,
                "{\"model\":\"asked\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "a b ".repeat(250_001)
                        + "\"}]}");

        assertEquals(400, response.statusCode(), response.body());
        assertEquals("guard_failed", RunningGateway.error(response).path("code").asText());
        assertEquals(List.of(), configured.service.asked());
    }

    @Test
    void theOrderOfWhatTheServiceFindsDoesNotMatter() {
        configured.service.reply(Reply.json("[{\"start\":12,\"end\":20,\"entity_type\":\"NAME\"},"
                + "{\"more\":{\"start\":[1]},\"start\":8,\"end\":11,\"entity_type\":\"FIRST\"}]"));

        HttpResponse<String> response = ask("asked", "");

        assertEquals(200, response.statusCode(), response.body());
        assertTrue(configured.sentOn().contains("\"content\":\"🦙 <FIRST> <NAME>, <EMAIL>\""), configured.sentOn());
    }

    @Test
    void theTextOfAStreamIsHeldBackToItsEnd() {
        configured.upstream.reply(Reply.events(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"I am Ada Love\"},\"finish_reason\":null}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lace.\"},\"finish_reason\":null}]}",
                FrontOf.STOP,
                FrontOf.DONE));
        configured.service.reply(Reply.json("[{\"entity_type\":\"PERSON\",\"start\":5,\"end\":17,\"score\":0.85}]"));

        HttpResponse<String> response = ask("answered", FrontOf.STREAM);

        assertFalse(response.body().contains("Ada"), response.body());
        assertTrue(response.body().contains("I am <PERSON>."), response.body());
        assertTrue(response.body().endsWith("data: [DONE]\n\n"), response.body());
    }
}

package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.RequestRefused;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model that the engine of this machine does not have is a deployment that fails, as one of a server elsewhere
/// is.
class MissingModelTest {
    private static final String UPSTREAMS = """
            upstreams:
              here: {provider: embedded}
              far: {provider: openai, url: "${env:UPSTREAM}", key: k}
            models:
            """;
    private static final String BY_ORDER = UPSTREAMS + """
              - name: m
                deployments:
                  - {upstream: here, model: smoke, order: 1}
                  - {upstream: far, model: m, order: 2}
            """;
    private static final String BY_FALLBACK = UPSTREAMS + """
              - name: m
                deployments: [{upstream: here, model: smoke}]
                fallbacks: {general: [other]}
              - name: other
                deployments: [{upstream: far, model: m}]
            """;
    private static final String ALONE = UPSTREAMS + """
              - name: m
                deployments: [{upstream: here, model: smoke}]
            """;
    private static final String ANSWER = """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":
            {"role":"assistant","content":"from afar"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

    private static Configured without(String yaml) throws IOException {
        Configured configured = new Configured(yaml);
        configured.upstream.always(Misbehaving.Reply.json(ANSWER));
        configured.gateway.engine.answer = (_, _) -> {
            throw new RequestRefused(RequestRefused.Kind.MODEL_NOT_FOUND, "model", "there is no model smoke here");
        };
        return configured;
    }

    private static HttpResponse<String> ask(Configured configured) {
        return configured.gateway.post(
                "/v1/chat/completions", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {BY_ORDER, BY_FALLBACK})
    void theNextInOrderAndTheFallbackStandInForIt(String yaml) throws IOException {
        try (Configured configured = without(yaml)) {
            HttpResponse<String> answer = ask(configured);
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("from afar"), answer.body());
            assertEquals(200, ask(configured).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = ALONE)
    void aloneItIsSaidToBeMissingAndIsThereAsSoonAsItHasCome(String yaml) throws IOException {
        try (Configured configured = without(yaml)) {
            HttpResponse<String> missing = ask(configured);
            assertEquals(404, missing.statusCode(), missing.body());
            assertTrue(missing.body().contains("model_not_found"), missing.body());
            configured.gateway.engine.answer = new FakeEngine().answer;
            assertEquals(200, ask(configured).statusCode(), "no pause is left of it");
        }
    }
}

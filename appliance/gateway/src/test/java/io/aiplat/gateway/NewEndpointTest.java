package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.call.EndpointTable;
import io.aiplat.gateway.inprocess.InProcessCall;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import io.aiplat.telemetry.SemanticConvention;
import io.aiplat.telemetry.TelemetrySettings;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An endpoint is one file and one line: [SummariesEndpoint] is in the table of this gateway, and nothing else of the
/// gateway has heard of it.
@Timeout(60)
class NewEndpointTest {
    private static final String TOKEN = "sk-reader";
    private static final String PATH = "/v1/summaries";
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
              other: {provider: anthropic, url: "${env:UPSTREAM}"}
            guards:
              pii: {kind: mask, entities: [email], when: [before, after]}
            models:
              - {name: m, deployments: [{upstream: there, model: m}], retries: 0, price: {input: 1, output: 1},
                 guards: [pii], max_output_tokens: 30}
              - {name: claude, deployments: [{upstream: other, model: c}], retries: 0}
            """;

    private final Misbehaving upstream = new Misbehaving();
    private final RunningGateway gateway = new RunningGateway(
            Configured.plan(YAML, Map.of("UPSTREAM", upstream.url().toString())),
            new EndpointTable(List.of(SummariesEndpoint.SPEC)));

    NewEndpointTest() throws IOException {}

    @BeforeEach
    void seed() {
        Limits limits = new Limits(List.of(new Budget(500, Window.Calendar.MONTH)), null, null, null, List.of());
        gateway.serving.seed("reader", TOKEN, KeySettings.PLAIN.with(limits));
        upstream.always(Reply.json("{\"choices\":[{\"message\":{\"content\":\"mail b@example.org\"}}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}"));
    }

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private HttpResponse<String> ask(String body) {
        return gateway.post(PATH, body, "Authorization", "Bearer " + TOKEN);
    }

    private long left() {
        return gateway.serving.governance().budgetsLeft().stream()
                .mapToLong(BudgetLeft::micros)
                .sum();
    }

    private void awaitLogged(String part) throws InterruptedException {
        Eventually.seen(
                "a line has " + part,
                gateway.serving::log,
                lines -> lines.stream().anyMatch(line -> line.contains(part)));
    }

    @Test
    void itIsServedWithGuardsLimitsBooksAndSpans() throws Exception {
        gateway.serving
                .telemetry()
                .follow(new TelemetrySettings(
                        "1.2.3", null, Map.of(), 1, SemanticConvention.V1_41, false, true, Set.of()));

        HttpResponse<String> answer = ask("{\"model\":\"m\",\"text\":\"from a@example.org\"}");

        assertEquals(200, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains("mail <EMAIL>"), answer::body);
        Misbehaving.Asked asked = upstream.asked().getLast();
        assertTrue(asked.line().contains("POST " + PATH + " "), asked.line());
        assertTrue(asked.body().contains("\"from <EMAIL>\""), asked.body());
        assertTrue(asked.body().contains("\"max_words\":30"), asked.body());
        Eventually.seen("the answer is paid", this::left, left -> left == 500 - 8);
        awaitLogged(" surface=summaries ");
        awaitLogged("from <EMAIL>");
        assertTrue(gateway.get("/metrics").body().contains("gen_ai_operation_name=\"summarize\""));
    }

    @Test
    void aBudgetBoundsIt() throws Exception {
        assertEquals(
                429,
                ask("{\"model\":\"m\",\"text\":\"" + "long ".repeat(200) + "\"}")
                        .statusCode());
        assertEquals(0, upstream.connections());
    }

    @Test
    void itIsAtAllTheAddressesThatClientsWrite() {
        assertEquals(
                200,
                gateway.post("/summaries", "{\"model\":\"m\",\"text\":\"a\"}").statusCode());
        assertEquals(
                200,
                gateway.post("/v1/v1/summaries/", "{\"model\":\"m\",\"text\":\"a\"}")
                        .statusCode());
        HttpResponse<String> gone = gateway.post("/v1/chat/completions", "{}");
        assertEquals(404, gone.statusCode());
        assertTrue(gone.body().contains("POST /v1/summaries."), gone::body);
        assertEquals(405, gateway.get(PATH).statusCode());
    }

    @Test
    void anUpstreamThatCannotDoItSaysSo() {
        HttpResponse<String> answer = gateway.post(PATH, "{\"model\":\"claude\",\"text\":\"a\"}");
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("which sums nothing up."), answer::body);
    }

    @Test
    void itIsCalledInsideTheProcess() throws Exception {
        byte[] body = "{\"model\":\"m\",\"text\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        try (InProcessCall call =
                gateway.server.models().call(gateway.server.models().principal(new Secret(TOKEN)), PATH, body)) {
            assertEquals(200, call.answer().status());
        }
        Eventually.seen("the answer is paid", this::left, left -> left == 500 - 8);
    }
}

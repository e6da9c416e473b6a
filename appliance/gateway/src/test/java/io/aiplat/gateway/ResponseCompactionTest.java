package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.Tools;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How long the conversation of a response is, and how it is made shorter.
@Timeout(20)
class ResponseCompactionTest {
    private static final String COUNT = "/v1/responses/input_tokens";
    private static final String COMPACT = "/v1/responses/compact";
    private static final Reply MISSING = Reply.status(404, "{\"detail\":\"Not Found\"}");
    private static final String HISTORY = """
            {"model":"%s","instructions":"Be brief.","input":[
             {"role":"developer","content":"The tests are in test/."},
             {"type":"message","role":"user","content":[{"type":"input_text","text":"Mend it"}]},
             {"type":"function_call","call_id":"c1","name":"read","arguments":"{}"},
             {"type":"function_call_output","call_id":"c1","output":"text"},
             {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Mended."}]},
             {"role":"user","content":"Now test it"}],
             "tools":[{"type":"function","name":"read","parameters":{"type":"object"}}]}""";

    private static HttpResponse<String> compact(RunningGateway gateway, String model) {
        return gateway.post(COMPACT, HISTORY.formatted(model));
    }

    private static Reply says(String text) {
        return Reply.events(
                "{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}",
                FrontOf.STOP,
                FrontOf.USAGE,
                FrontOf.DONE);
    }

    @Test
    void anEngineCountsTheInput() {
        try (RunningGateway gateway = new RunningGateway()) {
            gateway.engine.tokens = new TokenCount(42, true);

            HttpResponse<String> response =
                    gateway.post(COUNT, "{\"model\":\"smoke\",\"instructions\":\"brief\",\"input\":\"hi\"}");

            assertEquals(200, response.statusCode(), response.body());
            assertEquals(json("{\"object\":\"response.input_tokens\",\"input_tokens\":42}"), json(response));
            assertEquals("", header(response, "x-aiplat-estimated"));
            assertEquals(
                    List.of(ChatMessage.text("system", "brief"), ChatMessage.text("user", "hi")),
                    gateway.engine.asked.getLast().messages());
        }
    }

    @Test
    void aServerThatCountsIsAskedAndNothingIsPaid() throws IOException, InterruptedException {
        try (FrontOf front = new FrontOf()) {
            front.upstream.reply(Reply.json("{\"object\":\"response.input_tokens\",\"input_tokens\":7}"));

            HttpResponse<String> response = front.gateway.post(COUNT, "{\"model\":\"public\",\"input\":\"hi\"}");

            assertEquals(7, json(response).path("input_tokens").asInt(), response.body());
            assertEquals(
                    "POST " + COUNT + " HTTP/1.1",
                    front.upstream.asked().getLast().line());
            assertEquals(0, front.spent(1).micros());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = UpstreamKind.class,
            names = {"OPENAI", "ANTHROPIC"})
    void anotherIsEstimatedAndMarked(UpstreamKind kind) throws IOException {
        try (FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE), kind)) {
            front.upstream.always(MISSING);

            HttpResponse<String> response = front.gateway.post(COUNT, HISTORY.formatted("public"));

            assertEquals(200, response.statusCode(), response.body());
            assertEquals("response.input_tokens", json(response).path("object").asText());
            assertTrue(json(response).path("input_tokens").asInt() > 10, response.body());
            assertEquals("true", header(response, "x-aiplat-estimated"));
        }
    }

    @Test
    void aModelSumsItsConversationUp() {
        try (RunningGateway gateway = new RunningGateway()) {
            gateway.engine.answer = (_, sink) -> {
                sink.accept(new ChatDelta.Text("It was mended; now test it."));
                sink.accept(new ChatDelta.Finished(FinishReason.STOP, 50, 9));
            };

            HttpResponse<String> response = compact(gateway, "smoke");

            assertEquals(200, response.statusCode(), response.body());
            JsonNode answer = json(response);
            assertEquals("response.compaction", answer.path("object").asText());
            assertTrue(answer.path("id").asText().startsWith("resp_"));
            assertTrue(answer.path("created_at").asLong() > 0);
            assertEquals(59, answer.at("/usage/total_tokens").asInt());
            JsonNode output = answer.path("output");
            assertEquals(4, output.size(), response.body());
            assertEquals("developer", output.at("/0/role").asText());
            assertEquals("Mend it", output.at("/1/content/0/text").asText());
            assertEquals("Now test it", output.at("/2/content/0/text").asText());
            assertEquals("completed", output.at("/2/status").asText());
            assertEquals("compaction", output.at("/3/type").asText());
            assertFalse(output.at("/3/encrypted_content").asText().isEmpty());
            output.forEach(item -> assertFalse(item.path("id").asText().isEmpty(), item.toString()));

            ChatRequest asked = gateway.engine.asked.getLast();
            assertEquals("Mended.", asked.messages().get(5).content());
            assertTrue(asked.messages().getLast().content().contains("Sum up the conversation"));
            assertEquals(new Tools.Choice.None(), asked.tools().choice());
        }
    }

    /// What a client keeps is what it sends back, and what it was about is what the model is told.
    @Test
    void theSummaryIsReadWhereTheConversationGoesOn() {
        try (RunningGateway gateway = new RunningGateway()) {
            gateway.engine.answer = (_, sink) -> {
                sink.accept(new ChatDelta.Text("It was mended."));
                sink.accept(new ChatDelta.Finished(FinishReason.STOP, 50, 9));
            };
            JsonNode output = json(compact(gateway, "smoke")).path("output");
            String input = output.toString().replaceFirst("]$", ",{\"role\":\"user\",\"content\":\"And now?\"}]");

            HttpResponse<String> next = gateway.post("/v1/responses", "{\"model\":\"smoke\",\"input\":" + input + "}");

            assertEquals(200, next.statusCode(), next.body());
            List<ChatMessage> told = gateway.engine.asked.getLast().messages();
            assertEquals("And now?", told.getLast().content());
            assertTrue(told.get(told.size() - 2).content().endsWith("It was mended."), told.toString());

            JsonNode again = json(gateway.post(COMPACT, "{\"model\":\"smoke\",\"input\":" + input + "}"));
            assertEquals(5, again.path("output").size(), again.toString());
            assertEquals(1, again.path("output").findValues("encrypted_content").size());
        }
    }

    @Test
    void aServerWithItDoesItItself() throws IOException, InterruptedException {
        try (FrontOf front = new FrontOf(Rules.USUAL.capped(50))) {
            front.upstream.reply(Reply.json(
                    "{\"id\":\"resp_1\",\"object\":\"response.compaction\",\"output\":[{\"type\":\"compaction\","
                            + "\"encrypted_content\":\"x\"}],\"usage\":{\"input_tokens\":30,\"output_tokens\":5}}"));

            HttpResponse<String> response = compact(front.gateway, "public");

            assertEquals("x", json(response).at("/output/0/encrypted_content").asText(), response.body());
            assertFalse(front.upstream.asked().getLast().body().contains("max_output_tokens"));
            SpendRow row = front.spent(1);
            assertEquals(30, row.input());
            assertEquals(5, row.output());
            assertEquals(0, row.estimated());
        }
    }

    @Test
    void aServerWithoutItIsAskedForAChatCompletion() throws IOException, InterruptedException {
        try (FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE))) {
            front.upstream.reply(MISSING);
            front.upstream.reply(says("Summed up."));

            HttpResponse<String> response = compact(front.gateway, "public");

            assertEquals(200, response.statusCode(), response.body());
            assertTrue(json(response).at("/output/3/encrypted_content").asText().endsWith("Summed up."));
            SpendRow row = front.spent(1);
            assertEquals(3, row.input());
            assertEquals(5, row.output());
        }
    }

    /// A server that has responses, and no compaction, is told what only the gateway can read.
    @Test
    void aServerIsNeverSentASummaryItCannotRead() throws IOException {
        try (FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE))) {
            front.upstream.reply(MISSING);
            front.upstream.reply(says("Summed up."));
            String item = json(compact(front.gateway, "public")).at("/output/3").toString();
            front.upstream.reply(Reply.json("{\"object\":\"response\",\"output\":[]}"));

            front.gateway.post(
                    "/v1/responses",
                    "{\"model\":\"public\",\"input\":[" + item + ",{\"role\":\"user\",\"content\":\"Go on\"}]}");

            JsonNode sent = json(front.upstream.asked().getLast().body());
            assertEquals("message", sent.at("/input/0/type").asText());
            assertTrue(sent.at("/input/0/content/0/text").asText().endsWith("Summed up."), sent.toString());
            assertEquals("Go on", sent.at("/input/1/content").asText());
        }
    }

    @Test
    void whatHasSaidNothingIsNoSummary() {
        try (RunningGateway gateway = new RunningGateway()) {
            gateway.engine.answer = (_, sink) -> sink.accept(new ChatDelta.Finished(FinishReason.STOP, 50, 0));

            HttpResponse<String> response = compact(gateway, "smoke");

            assertEquals(502, response.statusCode(), response.body());
            assertEquals("compaction_failed", error(response).path("code").asText());
        }
    }

    /// What a guard looks for in answers it finds in a summary too, whatever the field is called.
    @Test
    void aGuardReadsTheSummary() throws IOException {
        String yaml = """
                upstreams: {here: {provider: embedded}}
                models: [{name: m, deployments: [{upstream: here, model: smoke}], guards: [mail]}]
                guards: {mail: {kind: mask, entities: [email], when: [before, after]}}
                """;
        try (Configured configured = new Configured(yaml)) {
            configured.gateway.engine.answer = (_, sink) -> {
                sink.accept(new ChatDelta.Text("Write to ann@example.com."));
                sink.accept(new ChatDelta.Finished(FinishReason.STOP, 50, 9));
            };

            HttpResponse<String> response = compact(configured.gateway, "m");

            assertEquals(200, response.statusCode(), response.body());
            assertFalse(response.body().contains("ann@example.com"), response.body());
        }
    }
}

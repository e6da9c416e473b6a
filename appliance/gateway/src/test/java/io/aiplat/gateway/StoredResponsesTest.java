package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.header;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.limit.Limits;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ToolCall;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Responses that are kept: gone on with, read, deleted, their input listed.
@Timeout(20)
class StoredResponsesTest {
    private static final String PATH = "/v1/responses";
    private static final String SERVING = """
            upstreams:
              here: {provider: embedded}
              there: {provider: openai, url: "${env:UPSTREAM}"}
            models:
              - {name: m, deployments: [{upstream: here, model: smoke}]}
              - {name: far, deployments: [{upstream: there, model: private}], retries: 0}
              - {name: masked, deployments: [{upstream: here, model: smoke}], guards: [mail]}
            guards: {mail: {kind: mask, entities: [email]}}
            """;
    private static final String ON = SERVING + "responses: {store: true}\n";
    private static final Reply MISSING = Reply.status(404, "{\"detail\":\"Not Found\"}");

    private final Configured front = new Configured(ON);
    private final RunningGateway gateway = front.gateway;

    StoredResponsesTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private JsonNode ask(String fields) {
        HttpResponse<String> response = gateway.post(PATH, "{" + fields + "}");
        assertEquals(200, response.statusCode(), response.body());
        return json(response);
    }

    private static String after(String id) {
        return ",\"previous_response_id\":\"" + id + "\"";
    }

    private HttpResponse<String> delete(String id) {
        return gateway.send(gateway.request(PATH + "/" + id).DELETE().build());
    }

    private List<String> told() {
        return gateway.engine.asked.getLast().messages().stream()
                .map(message -> message.role() + ": " + message.content())
                .toList();
    }

    @Test
    void goesOnWithAResponse() {
        JsonNode first = ask("\"model\":\"m\",\"input\":\"My name is Ann\",\"instructions\":\"Be brief\"");
        JsonNode second = ask("\"model\":\"m\",\"input\":\"Who am I?\""
                + after(first.path("id").asText()));

        assertTrue(first.path("store").asBoolean());
        assertTrue(second.path("store").asBoolean());
        assertEquals(
                first.path("id").asText(), second.path("previous_response_id").asText());
        // What the first was told to be like does not hold for the second, as the API has it.
        assertEquals(List.of("user: My name is Ann", "assistant: Hello, wörld \"\n", "user: Who am I?"), told());
        ask("\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"And?\"}]"
                + after(second.path("id").asText()));
        assertEquals(5, told().size());
        assertEquals("user: And?", told().getLast());
    }

    @Test
    void goesOnWithAToolsOutput() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Call(new ToolCall("call_1", "now", "{\"zone\":\"UTC\"}")));
            sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 5, 3));
        };
        JsonNode first = ask("\"model\":\"m\",\"input\":\"What time is it?\",\"tools\":[{\"type\":\"function\","
                + "\"name\":\"now\",\"parameters\":{\"type\":\"object\"}}]");

        ask("\"model\":\"m\",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":\"noon\"}]"
                + after(first.path("id").asText()));

        List<ChatMessage> asked = gateway.engine.asked.getLast().messages();
        assertEquals("now", asked.get(1).toolCalls().getFirst().name());
        assertEquals("noon", asked.get(2).content());
        assertEquals(asked.get(1).toolCalls().getFirst().id(), asked.get(2).toolCallId());
    }

    /// As Vercel's AI SDK says what was answered before, where it does not refuse to have it kept.
    @Test
    void readsAnItemThatIsReferredTo() {
        JsonNode first = ask("\"model\":\"m\",\"input\":\"My name is Ann\"");
        String item = first.at("/output/0/id").asText();

        String second = ask("\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"My name is Ann\"},"
                        + "{\"type\":\"item_reference\",\"id\":\"" + item + "\"},"
                        + "{\"role\":\"user\",\"content\":\"Who am I?\"}]")
                .path("id")
                .asText();

        assertEquals(List.of("user: My name is Ann", "assistant: Hello, wörld \"\n", "user: Who am I?"), told());
        JsonNode data = json(gateway.get(PATH + "/" + second + "/input_items?order=asc"))
                .path("data");
        assertEquals(first.at("/output/0"), data.at("/1"));
        HttpResponse<String> unknown =
                gateway.post(PATH, "{\"model\":\"m\",\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_none\"}]}");
        assertEquals(400, unknown.statusCode(), unknown.body());
        assertEquals("input[0].id", error(unknown).path("param").asText());
    }

    @Test
    void aStreamIsKeptBeforeItsClientKnowsItsEnd() {
        HttpResponse<String> response = gateway.post(PATH, "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}");
        List<String> events = RunningGateway.events(response);
        JsonNode last =
                json(events.getLast().replaceFirst("^response.completed ", "")).path("response");

        assertTrue(events.getFirst().contains("\"store\":true"), events.getFirst());
        assertTrue(last.path("store").asBoolean(), last.toString());
        String id = last.path("id").asText();
        assertEquals(last, json(gateway.get(PATH + "/" + id)));
        ask("\"model\":\"m\",\"input\":\"more\"" + after(id));
        assertEquals(List.of("user: hi", "assistant: Hello, wörld \"\n", "user: more"), told());
    }

    @Test
    void aStreamGoesOnToo() {
        String id = ask("\"model\":\"m\",\"input\":\"hi\"").path("id").asText();
        HttpResponse<String> response =
                gateway.post(PATH, "{\"model\":\"m\",\"input\":\"more\",\"stream\":true" + after(id) + "}");

        List<String> events = RunningGateway.events(response);
        assertTrue(events.getLast().contains("\"previous_response_id\":\"" + id + "\""), events.getLast());
        assertEquals(3, told().size());
    }

    @Test
    void whatWasCutIsNotKept() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("Hel"));
            throw new IllegalStateException("the engine dies");
        };
        HttpResponse<String> response = gateway.post(PATH, "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}");

        JsonNode failed = json(RunningGateway.events(response).getLast().replaceFirst("^response.failed ", ""))
                .path("response");
        assertEquals("failed", failed.path("status").asText(), response.body());
        assertFalse(failed.path("store").asBoolean(true));
        assertEquals(404, gateway.get(PATH + "/" + failed.path("id").asText()).statusCode());
    }

    @Test
    void whatEndsEarlyIsKeptAsIncomplete() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text("Hel"));
            sink.accept(new ChatDelta.Finished(FinishReason.LENGTH, 5, 1));
        };
        String id = ask("\"model\":\"m\",\"input\":\"hi\"").path("id").asText();

        assertEquals(
                "incomplete", json(gateway.get(PATH + "/" + id)).path("status").asText());
    }

    @Test
    void isReadAndDeleted() {
        JsonNode made = ask("\"model\":\"m\",\"input\":\"hi\",\"metadata\":{\"a\":\"b\"}");
        String id = made.path("id").asText();

        assertEquals(made, json(gateway.get(PATH + "/" + id)));
        HttpResponse<String> deleted = delete(id);
        assertEquals(json("{\"id\":\"" + id + "\",\"object\":\"response\",\"deleted\":true}"), json(deleted));
        HttpResponse<String> gone = gateway.get(PATH + "/" + id);
        assertEquals(404, gone.statusCode());
        assertEquals("response_not_found", error(gone).path("code").asText());
        assertEquals(404, delete(id).statusCode());
        HttpResponse<String> next = gateway.post(PATH, "{\"model\":\"m\",\"input\":\"hi\"" + after(id) + "}");
        assertEquals(400, next.statusCode(), next.body());
        assertEquals("previous_response_not_found", error(next).path("code").asText());
        assertEquals("previous_response_id", error(next).path("param").asText());
    }

    @Test
    void whatGoesOnFromOneThatIsDeletedStays() {
        String first = ask("\"model\":\"m\",\"input\":\"one\"").path("id").asText();
        String second = ask("\"model\":\"m\",\"input\":\"two\"" + after(first))
                .path("id")
                .asText();

        delete(first);

        ask("\"model\":\"m\",\"input\":\"three\"" + after(second));
        assertEquals(5, told().size());
    }

    @Test
    void isNotThereForAnotherKey() {
        gateway.serving.seed("other", "sk-other-key", KeySettings.PLAIN);
        String id = ask("\"model\":\"m\",\"input\":\"secret\"").path("id").asText();
        String[] other = {"Authorization", "Bearer sk-other-key"};

        assertEquals(404, gateway.get(PATH + "/" + id, other).statusCode());
        assertEquals(404, gateway.get(PATH + "/" + id + "/input_items", other).statusCode());
        HttpRequest delete = gateway.request(PATH + "/" + id, other).DELETE().build();
        assertEquals(404, gateway.send(delete).statusCode());
        HttpResponse<String> next = gateway.post(PATH, "{\"model\":\"m\",\"input\":\"hi\"" + after(id) + "}", other);
        assertEquals(400, next.statusCode());
        assertFalse(next.body().contains("secret"));
        assertEquals(200, gateway.get(PATH + "/" + id).statusCode());
    }

    @Test
    void goesWithItsKey() {
        gateway.serving.seed("other", "sk-other-key", KeySettings.PLAIN);
        HttpResponse<String> made =
                gateway.post(PATH, "{\"model\":\"m\",\"input\":\"hi\"}", "Authorization", "Bearer sk-other-key");
        int key = gateway.serving.governance().administration().keys().stream()
                .filter(one -> one.name().equals("other"))
                .findFirst()
                .orElseThrow()
                .holder()
                .id();
        String id = json(made).path("id").asText();
        assertTrue(gateway.serving.governance().responses().bytes(key, id) > 0);

        gateway.serving.governance().administration().deleteKey("other");

        assertEquals(-1, gateway.serving.governance().responses().bytes(key, id));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                 | c b a | false",
                "order=asc          | a b c | false",
                "order=asc&limit=2  | a b   | true",
                "limit=1            | c     | true",
                "order=asc&after=a  | b c   | false",
                "after=c&limit=1    | b     | true",
                "order=desc&before=a | c b  | false"
            })
    void listsItsInput(String query, String ids, boolean more) {
        String id = ask("\"model\":\"m\",\"input\":[{\"role\":\"user\",\"id\":\"a\",\"content\":\"1\"},"
                        + "{\"role\":\"assistant\",\"id\":\"b\",\"content\":\"2\"},"
                        + "{\"role\":\"user\",\"id\":\"c\",\"content\":\"3\"}]")
                .path("id")
                .asText();

        HttpResponse<String> response = gateway.get(PATH + "/" + id + "/input_items?" + query);

        JsonNode list = json(response);
        assertEquals("list", list.path("object").asText(), response.body());
        assertEquals(List.of(ids.strip().split(" ")), list.path("data").findValuesAsText("id"));
        assertEquals(more, list.path("has_more").asBoolean());
        assertEquals(list.at("/data/0/id"), list.path("first_id"));
        assertEquals(
                "input_text",
                list.path("data")
                        .findParent("role")
                        .at("/content/0/type")
                        .asText()
                        .replace("output", "input"));
    }

    @Test
    void theInputOfOneThatGoesOnHasAllBeforeIt() {
        JsonNode first = ask("\"model\":\"m\",\"input\":\"one\"");
        String second = ask("\"model\":\"m\",\"input\":\"two\""
                        + after(first.path("id").asText()))
                .path("id")
                .asText();

        JsonNode data = json(gateway.get(PATH + "/" + second + "/input_items?order=asc"))
                .path("data");

        assertEquals(3, data.size(), data.toString());
        assertEquals("one", data.at("/0/content/0/text").asText());
        assertEquals(first.at("/output/0/id"), data.at("/1/id"));
        assertEquals("two", data.at("/2/content/0/text").asText());
        data.forEach(item -> assertFalse(item.path("id").asText().isEmpty(), item.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order=up", "limit=0", "limit=101", "limit=x", "after=nothing"})
    void refusesAPageThatCannotBe(String query) {
        String id = ask("\"model\":\"m\",\"input\":\"hi\"").path("id").asText();

        HttpResponse<String> response = gateway.get(PATH + "/" + id + "/input_items?" + query);

        assertEquals(400, response.statusCode(), response.body());
        assertEquals(
                query.replaceFirst("=.*", ""), error(response).path("param").asText());
    }

    @Test
    void whoWantsNothingKeptHasNothingKept() {
        JsonNode made = ask("\"model\":\"m\",\"input\":\"hi\",\"store\":false");

        assertFalse(made.path("store").asBoolean(true));
        assertEquals(404, gateway.get(PATH + "/" + made.path("id").asText()).statusCode());
    }

    @Test
    void aServerWithResponsesIsToldAllAndKeepsNothing() {
        front.upstream.reply(Reply.json("""
                {"id":"resp_up1","object":"response","status":"completed","store":false,"output":[
                 {"type":"reasoning","id":"rs_1","summary":[]},
                 {"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"Hi Ann"}]}],
                 "usage":{"input_tokens":3,"output_tokens":2}}"""));
        JsonNode first = ask("\"model\":\"far\",\"input\":\"I am Ann\"");
        assertEquals("false", json(front.sentOn()).path("store").asText());
        assertTrue(first.path("store").asBoolean());

        front.upstream.reply(Reply.json("{\"id\":\"resp_up2\",\"object\":\"response\",\"status\":\"completed\","
                + "\"output\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}"));
        JsonNode second = ask("\"model\":\"far\",\"input\":\"Who?\"" + after("resp_up1"));

        JsonNode sent = json(front.sentOn());
        assertFalse(sent.has("previous_response_id"), sent.toString());
        assertEquals(3, sent.path("input").size(), sent.toString());
        assertEquals("Hi Ann", sent.at("/input/1/content/0/text").asText());
        assertFalse(sent.at("/input/1").has("id"), "another server does not know the name");
        assertEquals("resp_up1", second.path("previous_response_id").asText());
    }

    @Test
    void aStreamOfAServerWithItsItemsInEventsAloneIsKeptWhole() {
        String item = "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}";
        String head = "\"id\":\"resp_s\",\"object\":\"response\",\"output\":[]";
        front.upstream.reply(Reply.events(
                "{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"," + head + "}}",
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}",
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"," + head
                        + ",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}}"));

        HttpResponse<String> response = gateway.post(PATH, "{\"model\":\"far\",\"input\":\"hi\",\"stream\":true}");

        assertEquals(200, response.statusCode(), response.body());
        JsonNode kept = json(gateway.get(PATH + "/resp_s"));
        assertEquals("Hi", kept.at("/output/0/content/0/text").asText(), response.body());
    }

    @Test
    void aServerWithoutResponsesGoesOnToo() {
        front.upstream.reply(MISSING);
        Reply says = Reply.events(
                "{\"choices\":[{\"delta\":{\"content\":\"Hi Ann\"}}]}", FrontOf.STOP, FrontOf.USAGE, FrontOf.DONE);
        front.upstream.reply(says);
        String id = ask("\"model\":\"far\",\"input\":\"I am Ann\"").path("id").asText();
        front.upstream.reply(says);

        ask("\"model\":\"far\",\"input\":\"Who?\"" + after(id));

        JsonNode messages = json(front.sentOn()).path("messages");
        assertEquals(List.of("I am Ann", "Hi Ann", "Who?"), messages.findValuesAsText("content"));
    }

    /// A guard reads the whole conversation, and what it hides is not kept either.
    @Test
    void aGuardSeesAllThatIsGoneOnWith() {
        String id = ask("\"model\":\"m\",\"input\":\"I am ann@example.com\"")
                .path("id")
                .asText();

        String masked = ask("\"model\":\"masked\",\"input\":\"Who?\"" + after(id))
                .path("id")
                .asText();

        assertFalse(told().getFirst().contains("ann@example.com"), told().toString());
        String items = gateway.get(PATH + "/" + masked + "/input_items").body();
        assertFalse(items.contains("ann@example.com"), items);
    }

    @Test
    void whatIsGoneOnWithIsCountedAndMadeShorterToo() {
        String id = ask("\"model\":\"m\",\"input\":\"I am Ann\"").path("id").asText();

        gateway.post(PATH + "/input_tokens", "{\"model\":\"m\",\"input\":\"Who?\"" + after(id) + "}");
        assertEquals(3, told().size());
        HttpResponse<String> compacted = gateway.post(PATH + "/compact", "{\"model\":\"m\"" + after(id) + "}");
        assertEquals(200, compacted.statusCode(), compacted.body());
        assertEquals("I am Ann", json(compacted).at("/output/0/content/0/text").asText());
    }

    /// What is gone on with is shown to the model again, so it is reserved as if the client had sent it.
    @Test
    void whatIsGoneOnWithCountsForTheKeysLimits() {
        Limits limits = new Limits(List.of(), null, 15_000L, null, List.of());
        gateway.serving.seed("small", "sk-small-key", KeySettings.PLAIN.with(limits));
        String[] small = {"Authorization", "Bearer sk-small-key"};
        String words = "word ".repeat(1800);
        HttpResponse<String> first =
                gateway.post(PATH, "{\"model\":\"m\",\"max_output_tokens\":20,\"input\":\"" + words + "\"}", small);
        assertEquals(200, first.statusCode(), first.body());
        String id = json(first).path("id").asText();

        HttpResponse<String> second = gateway.post(
                PATH, "{\"model\":\"m\",\"max_output_tokens\":20,\"input\":\"" + words + "\"" + after(id) + "}", small);

        assertEquals(429, second.statusCode(), second.body());
        HttpResponse<String> alone =
                gateway.post(PATH, "{\"model\":\"m\",\"max_output_tokens\":20,\"input\":\"hi\"}", small);
        assertEquals(200, alone.statusCode(), alone.body());
    }

    @Test
    void refusesWhatCannotBeHad() {
        for (String field : List.of("\"background\":true", "\"conversation\":\"conv_1\"")) {
            HttpResponse<String> response = gateway.post(PATH, "{\"model\":\"m\",\"input\":\"hi\"," + field + "}");
            assertEquals(400, response.statusCode(), response.body());
            assertEquals(field.split("\"")[1], error(response).path("param").asText());
        }
        String id = ask("\"model\":\"m\",\"input\":\"hi\"").path("id").asText();
        HttpResponse<String> cancel = gateway.post(PATH + "/" + id + "/cancel", "");
        assertEquals(400, cancel.statusCode(), cancel.body());
        HttpResponse<String> put = gateway.post(PATH + "/" + id, "{}");
        assertEquals(405, put.statusCode(), put.body());
    }

    @Test
    void liesOnTheDiskForItsOwnerOnly() throws IOException {
        ask("\"model\":\"m\",\"input\":\"hi\"");

        Path file = gateway.serving.folder().resolve("responses.db");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void nothingIsKeptUnlessSwitchedOn() throws IOException {
        try (Configured off = new Configured(SERVING)) {
            HttpResponse<String> made = off.gateway.post(PATH, "{\"model\":\"m\",\"input\":\"hi\",\"store\":true}");
            assertEquals(200, made.statusCode());
            assertFalse(json(made).path("store").asBoolean(true));
            assertEquals("store", header(made, "x-aiplat-dropped-params"));
            HttpResponse<String> next =
                    off.gateway.post(PATH, "{\"model\":\"m\",\"input\":\"hi\"" + after("resp_1") + "}");
            assertEquals(400, next.statusCode());
            assertEquals("previous_response_id", error(next).path("param").asText());
            assertTrue(error(next).path("message").asText().contains("responses: {store: true}"), next.body());
            HttpResponse<String> read = off.gateway.get(PATH + "/resp_1");
            assertEquals(404, read.statusCode());
            assertTrue(error(read).path("message").asText().contains("responses: {store: true}"), read.body());
            assertFalse(Files.exists(off.gateway.serving.folder().resolve("responses.db")));
        }
    }

    @Test
    void whatWasKeptIsShownToNobodyOnceItIsSwitchedOff() {
        String id = ask("\"model\":\"m\",\"input\":\"hi\"").path("id").asText();

        gateway.server.follow(
                Configured.plan(SERVING, Map.of("UPSTREAM", front.upstream.url().toString())));

        assertEquals(404, gateway.get(PATH + "/" + id).statusCode());
    }

    @Test
    void whatIsTooLargeIsAnsweredAndNamedAsNotKept() throws IOException {
        try (Configured small = new Configured(SERVING + "responses: {store: true, most_per_key: 1 MiB}\n")) {
            HttpResponse<String> made =
                    small.gateway.post(PATH, "{\"model\":\"m\",\"input\":\"" + "a".repeat(1 << 20) + "\"}");
            assertEquals(200, made.statusCode());
            assertFalse(json(made).path("store").asBoolean(true));
            assertEquals("store", header(made, "x-aiplat-dropped-params"));
        }
    }
}

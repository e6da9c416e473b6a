package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that do not stream when they were asked to, or do when they were not: the client has what it asked for.
@Timeout(20)
class OtherWayRoundTest {
    private static final String ANSWER = "{\"id\":\"1\",\"object\":\"chat.completion\",\n\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"id\":\"2\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"g\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}],\"usage\":"
            + "{\"prompt_tokens\":3,\"completion_tokens\":5}}";
    private static final String RESPONSE = "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"output\":["
            + "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":["
            + "{\"type\":\"output_text\",\"text\":\"a\",\"annotations\":[]}]},{\"id\":\"c\",\"type\":\"function_call\","
            + "\"call_id\":\"1\",\"name\":\"f\",\"arguments\":\"{}\",\"status\":\"completed\"}],"
            + "\"usage\":{\"input_tokens\":3,\"output_tokens\":5,\"total_tokens\":8}}";
    private static final String MESSAGE = "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":["
            + "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"a\"},"
            + "{\"type\":\"tool_use\",\"id\":\"1\",\"name\":\"f\",\"input\":{\"x\":\"y\"}}],\"stop_reason\":\"tool_use\","
            + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":5}}";

    private final FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE));
    private final FrontOf anthropic = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE), UpstreamKind.ANTHROPIC);

    OtherWayRoundTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
        anthropic.close();
    }

    /// The data of each event.
    private static List<JsonNode> data(HttpResponse<String> response) {
        List<JsonNode> all = new ArrayList<>();
        for (String event : response.body().split("\n\n")) {
            StringBuilder data = new StringBuilder();
            Stream.of(event.split("\n")).filter(l -> l.startsWith("data: ")).forEach(l -> data.append(l.substring(6)));
            if (!data.toString().equals("[DONE]")) {
                all.add(json(data.toString()));
            }
        }
        return all;
    }

    @Test
    void aWholeChatIsAStream() throws InterruptedException {
        HttpResponse<String> answer = front.chat(FrontOf.STREAM, Reply.json(ANSWER));
        SpendRow spent = front.spent(1);

        assertEquals("text/event-stream", FrontOf.header(answer, "content-type"));
        JsonNode chunk = data(answer).getFirst();
        assertEquals("chat.completion.chunk", chunk.path("object").asText(), answer.body());
        assertEquals("a", chunk.at("/choices/0/delta/content").asText());
        assertEquals(1, chunk.at("/choices/0/delta/tool_calls/1/index").asInt());
        assertEquals(
                "g", chunk.at("/choices/0/delta/tool_calls/1/function/name").asText());
        assertEquals("tool_calls", chunk.at("/choices/0/finish_reason").asText());
        assertTrue(answer.body().endsWith("data: [DONE]\n\n"), answer.body());
        assertEquals(5, spent.output());
    }

    @Test
    void aWholeResponseIsAStream() {
        front.upstream.reply(Reply.json(RESPONSE));
        HttpResponse<String> answer =
                front.gateway.post("/v1/responses", "{\"model\":\"public\",\"input\":\"hi\",\"stream\":true}");

        List<JsonNode> events = data(answer);
        assertEquals("response.created", events.getFirst().path("type").asText());
        assertEquals("response.completed", events.getLast().path("type").asText());
        assertEquals(json(RESPONSE), events.getLast().path("response"));
        assertTrue(events.stream()
                .anyMatch(e -> e.path("type").asText().equals("response.output_text.delta")
                        && e.path("delta").asText().equals("a")));
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i, events.get(i).path("sequence_number").asInt(), answer.body());
        }
    }

    @Test
    void aWholeMessageIsAStream() {
        anthropic.upstream.reply(Reply.json(MESSAGE));
        HttpResponse<String> answer = anthropic.gateway.post(
                "/v1/messages",
                "{\"model\":\"public\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        List<JsonNode> events = data(answer);
        assertEquals("message_start", events.getFirst().path("type").asText(), answer.body());
        assertEquals("message_stop", events.getLast().path("type").asText());
        assertEquals(
                "tool_use",
                events.get(events.size() - 2).at("/delta/stop_reason").asText());
        assertEquals(5, events.get(events.size() - 2).at("/usage/output_tokens").asInt());
        assertEquals("{\"x\":\"y\"}", events.get(8).at("/delta/partial_json").asText(), answer.body());
        assertTrue(answer.body().contains("event: content_block_delta\ndata: "), answer.body());
    }

    @Test
    void aStreamedChatIsWhole() throws InterruptedException {
        HttpResponse<String> answer =
                front.chat("", Reply.events(FrontOf.PIECE, FrontOf.PIECE, FrontOf.STOP, FrontOf.USAGE, FrontOf.DONE));
        SpendRow spent = front.spent(1);

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("aa", json(answer).at("/choices/0/message/content").asText());
        assertEquals("application/json", FrontOf.header(answer, "content-type"));
        assertEquals(5, spent.output());
    }

    @Test
    void aStreamedResponseIsWhole() {
        front.upstream.reply(Reply.events(
                "{\"type\":\"response.created\",\"response\":{}}",
                "{\"type\":\"response.completed\",\"response\":" + RESPONSE + "}"));
        HttpResponse<String> answer = front.gateway.post("/v1/responses", "{\"model\":\"public\",\"input\":\"hi\"}");

        assertEquals(RESPONSE, answer.body());
    }

    @Test
    void aStreamThatNobodyAskedForAndIsCutIsNoAnswer() {
        HttpResponse<String> answer = front.chat("", Reply.events(FrontOf.PIECE));
        HttpResponse<String> failed =
                front.chat("", Reply.events("{\"error\":{\"message\":\"out of memory\",\"code\":500}}"));

        assertEquals("upstream_cut", error(answer).path("code").asText(), answer.body());
        assertTrue(error(failed).path("message").asText().contains("out of memory"), failed.body());
    }

    @Test
    void aStreamIsOneAlsoWhereItsTypeIsNotSaid() {
        String events = "data: " + FrontOf.PIECE + "\n\ndata: " + FrontOf.STOP + "\n\n";
        for (String type : new String[] {"", "Content-Type: text/plain\r\n"}) {
            HttpResponse<String> answer = front.chat(
                    FrontOf.STREAM,
                    Reply.raw(
                            "HTTP/1.1 200 OK\r\n" + type + "Content-Length: " + events.length() + "\r\n\r\n" + events));
            assertEquals(events, answer.body());
        }
    }

    @Test
    void anErrorThatTheClientWouldNotSeeIsToldInItsWords() {
        HttpResponse<String> answer = front.chat(
                FrontOf.STREAM,
                Reply.events(FrontOf.PIECE, "{\"object\":\"error\",\"message\":\"out of memory\",\"code\":500}"));

        List<JsonNode> events = data(answer);
        assertTrue(events.getLast().at("/error/message").asText().contains("out of memory"), answer.body());
    }

    @Test
    void aReasonThatIsEmptyIsNoEnd() {
        HttpResponse<String> answer = front.chat(
                FrontOf.STREAM,
                Reply.events(FrontOf.PIECE.replace("null", "\"\""), FrontOf.PIECE.replace("null", "\"null\"")));

        assertEquals("upstream_cut", data(answer).getLast().at("/error/code").asText(), answer.body());
    }

    private static String calls(String pieces) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[" + pieces.replace('\'', '"')
                + "]},\"finish_reason\":null}]}";
    }

    private static final String F = "'function':{'name':'f','arguments':'{\\\"a\\\":1}'}";
    private static final String G = "'function':{'name':'g','arguments':'{\\\"b\\\":2}'}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'1'," + F + "}|{'id':'2'," + G + "}",
                "{" + F + "}|{" + G + "}",
                "{" + F + "},{" + G + "}",
                "{'index':0,'id':'1'," + F + "}|{'index':0,'id':'2'," + G + "}",
                "{'index':0,'id':''," + F + "}|{'index':0,'id':''," + G + "}",
                "{'index':0," + F + "},{'index':0," + G + "}",
                "{'index':1,'id':'1'," + F + "}|{'index':2,'id':'2'," + G + "}",
                "{'index':'0','id':'1'," + F + "}|{'index':'1','id':'2'," + G + "}",
                "{'id':'1','function':{'name':'f','arguments':{'a':1}}}|{'id':'2','function':{'name':'g','arguments':{'b':2}}}",
                "{'id':'1','function':{'name':'f','arguments':'{\\\"a\\\"'}}|{'function':{'arguments':':1}'}}|{'id':'2',"
                        + G + "}",
                "{'index':0,'id':'1','function':{'name':'f','arguments':'{\\\"a\\\"'}}"
                        + "|{'index':0,'id':'x','function':{'arguments':':1}'}}|{'index':1,'id':'2'," + G + "}",
            })
    void callsThatArePassedOnAreTwoByTheirIndex(String deltas) {
        List<String> sent = new ArrayList<>();
        Stream.of(deltas.split("\\|")).forEach(delta -> sent.add(calls(delta)));
        sent.add("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");
        sent.add("[DONE]");
        HttpResponse<String> answer = front.chat(FrontOf.STREAM, Reply.events(sent.toArray(String[]::new)));

        String[] names = {"", ""};
        String[] arguments = {"", ""};
        String[] ids = {"", ""};
        for (JsonNode chunk : data(answer)) {
            for (JsonNode call : chunk.at("/choices/0/delta/tool_calls")) {
                int index = call.path("index").asInt(9);
                names[index] += call.at("/function/name").asText("");
                arguments[index] += call.at("/function/arguments").asText("");
                ids[index] = ids[index].isEmpty() ? call.path("id").asText("") : ids[index];
            }
        }
        assertEquals("f g", names[0] + " " + names[1], answer.body());
        assertEquals("{\"a\":1} {\"b\":2}", arguments[0] + " " + arguments[1], answer.body());
        assertTrue(!ids[0].isEmpty() && !ids[1].isEmpty() && !ids[0].equals(ids[1]), answer.body());
    }

    @Test
    void callsInOpenAisFormPassByteByByte() {
        String[] sent = {
            calls("{'index':0, 'id':'1'," + F + "}"),
            calls("{'index':1,'id':'2','function':{'name':'g','arguments':''}}"),
            calls("{'index':1,'function':{'arguments':'{}'}}"),
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
            "[DONE]"
        };
        HttpResponse<String> answer = front.chat(FrontOf.STREAM, Reply.events(sent));

        assertEquals(
                String.join("", Stream.of(sent).map(d -> "data: " + d + "\n\n").toList()), answer.body());
    }

    @Test
    void argumentsOfAWholeAnswerAreAText() {
        HttpResponse<String> answer = front.chat(
                "",
                Reply.json("{\"choices\":[{\"index\":0,\"message\":{\"content\":null,\"tool_calls\":[{\"function\":"
                        + "{\"name\":\"f\",\"arguments\":{\"a\":1}}}]},\"finish_reason\":\"tool_calls\"}]}"));

        assertEquals(
                "{\"a\":1}",
                json(answer)
                        .at("/choices/0/message/tool_calls/0/function/arguments")
                        .textValue());
        assertTrue(
                json(answer).at("/choices/0/message/tool_calls/0/id").asText().startsWith("call_"));
    }
}

package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.routing.Fallbacks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers write chat completions in more ways than one: whatever they send, what they say arrives as Anthropic's
/// client expects it.
@Timeout(20)
class ServerShapesTest {
    private static final String ONE = "'arguments':'{\\\"a\\\"'";
    private static final String REST = "'arguments':':1}'";
    private static final String ALL = "'arguments':'{\\\"a\\\":1}'";
    private static final String MEANT = "call f {\"a\":1}";
    private static final String HI = ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String NONE = "";

    private static FrontOf front;

    @BeforeAll
    static void open() throws IOException {
        front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE));
    }

    @AfterAll
    static void close() {
        front.close();
    }

    /// What a server sends, and what was meant by it.
    ///
    /// @param meant thoughts, text, and calls, each in a line
    record Shape(String name, String meant, String stop, List<String> sent) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Shape calls(String name, String meant, String... deltas) {
        List<String> sent = new ArrayList<>();
        for (String delta : deltas) {
            sent.add(delta.startsWith("{\"choices") ? delta : calls(delta));
        }
        sent.add(end("tool_calls"));
        sent.add("[DONE]");
        return new Shape(name, meant, "tool_use", sent);
    }

    private static Shape says(String name, String meant, String... sent) {
        List<String> all = new ArrayList<>(List.of(sent));
        all.add(end("stop"));
        return new Shape(name, meant, "end_turn", all);
    }

    private static Shape ends(String name, String stop, String... sent) {
        return new Shape(name, "text a", stop, List.of(sent));
    }

    private static String end(String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    private static String delta(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}";
    }

    private static String calls(String pieces) {
        return delta("\"tool_calls\":[" + pieces.replace('\'', '"') + "]");
    }

    private static final String TWO = "call f {\"a\":1}\ncall g {\"b\":2}";
    private static final String F = "'function':{'name':'f','arguments':'{\\'a\\':1}'}".replace("\\'", "\\\"");
    private static final String G = "'function':{'name':'g','arguments':'{\\'b\\':2}'}".replace("\\'", "\\\"");

    static Stream<Shape> shapes() {
        return Stream.of(callShapes(), pieceShapes(), nameShapes(), textShapes(), endShapes())
                .flatMap(s -> s);
    }

    private static Stream<Shape> callShapes() {
        return Stream.of(
                calls("no index", TWO, "{'id':'1'," + F + "}", "{'id':'2'," + G + "}"),
                calls("no index in one delta", TWO, "{'id':'1'," + F + "},{'id':'2'," + G + "}"),
                calls("no index and no id", TWO, "{" + F + "}", "{" + G + "}"),
                calls("no index and no id in one delta", TWO, "{" + F + "},{" + G + "}"),
                calls("both 0", TWO, "{'index':0,'id':'1'," + F + "}", "{'index':0,'id':'2'," + G + "}"),
                calls("both 0 with empty ids", TWO, "{'index':0,'id':''," + F + "}", "{'index':0,'id':''," + G + "}"),
                calls("both 0 in one delta", TWO, "{'index':0," + F + "},{'index':0," + G + "}"),
                calls(
                        "the same call twice, both 0",
                        "call f {\"a\":1}\ncall f {\"a\":1}",
                        "{'index':0,'id':'1'," + F + "}",
                        "{'index':0,'id':'2'," + F + "}"),
                calls("from 1", TWO, "{'index':1,'id':'1'," + F + "}", "{'index':2,'id':'2'," + G + "}"),
                calls("as strings", TWO, "{'index':'0','id':'1'," + F + "}", "{'index':'1','id':'2'," + G + "}"),
                calls("null", TWO, "{'index':null,'id':'1'," + F + "}", "{'index':null,'id':'2'," + G + "}"),
                calls(
                        "twice",
                        TWO,
                        "{'index':0,'id':'1'," + F + "},{'index':1,'id':'2'," + G + "}",
                        "{'index':0,'id':'1'," + F + "},{'index':1,'id':'2'," + G + "}"),
                calls(
                        "twice without ids",
                        TWO,
                        "{'index':0," + F + "}",
                        "{'index':1," + G + "}",
                        "{'index':0," + F + "}",
                        "{'index':1," + G + "}"),
                calls("as an object", "call f {\"a\":1}", "{'id':'1','function':{'name':'f','arguments':{'a':1}}}"),
                calls("null arguments", "call f {}", "{'id':'1','function':{'name':'f','arguments':null}}"),
                calls("no arguments", "call f {}", "{'id':'1','function':{'name':'f'}}"),
                calls(
                        "two without arguments",
                        "call f {}\ncall g {}",
                        "{'index':0,'id':'1','function':{'name':'f','arguments':''}}",
                        "{'index':0,'id':'2','function':{'name':'g','arguments':''}}"),
                calls("flat", "call f {\"a\":1}", "{'id':'1','type':'function','name':'f','arguments':{'a':1}}"),
                calls(
                        "no list",
                        "call f {\"a\":1}",
                        delta("\"tool_calls\":{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}")),
                calls(
                        "function_call",
                        "call f {\"a\":1}",
                        delta("\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}"),
                        delta("\"function_call\":{\"arguments\":\"{\\\"a\\\"\"}"),
                        delta("\"function_call\":{\"arguments\":\":1}\"}")));
    }

    private static Stream<Shape> pieceShapes() {
        return Stream.of(
                calls(
                        "id only in the first",
                        MEANT,
                        "{'index':0,'id':'1','function':{'name':'f'," + ONE + "}}",
                        "{'index':0,'function':{" + REST + "}}"),
                calls(
                        "id in each",
                        MEANT,
                        "{'index':0,'id':'1','function':{'name':'f'," + ONE + "}}",
                        "{'index':0,'id':'1','function':{" + REST + "}}"),
                calls(
                        "another id in each",
                        MEANT,
                        "{'index':0,'id':'1','function':{'name':'f'," + ONE + "}}",
                        "{'index':0,'id':'2','function':{" + REST + "}}"),
                calls(
                        "id late",
                        MEANT,
                        "{'index':0,'function':{'name':'f'," + ONE + "}}",
                        "{'index':0,'id':'2','function':{" + REST + "}}"),
                calls(
                        "name in each",
                        MEANT,
                        "{'index':0,'id':'1','function':{'name':'f'," + ONE + "}}",
                        "{'index':0,'id':'1','function':{'name':'f'," + REST + "}}"));
    }

    private static Stream<Shape> nameShapes() {
        return Stream.of(
                calls(
                        "name in each, neither index nor id",
                        MEANT,
                        "{'function':{'name':'f'," + ONE + "}}",
                        "{'function':{'name':'f'," + REST + "}}"),
                calls(
                        "name empty later",
                        MEANT,
                        "{'index':0,'id':'1','function':{'name':'f'," + ONE + "}}",
                        "{'index':0,'id':'','function':{'name':''," + REST + "}}"),
                calls(
                        "name in pieces",
                        "call get_it {\"a\":1}",
                        "{'index':0,'id':'1','function':{'name':'get'}}",
                        "{'index':0,'function':{'name':'_it'}}",
                        "{'index':0,'function':{" + ALL + "}}"),
                calls(
                        "name grows",
                        "call get_it {\"a\":1}",
                        "{'index':0,'id':'1','function':{'name':'get'}}",
                        "{'index':0,'function':{'name':'get_it'}}",
                        "{'index':0,'function':{" + ALL + "}}"),
                calls(
                        "name late",
                        MEANT,
                        "{'index':0,'id':'1','function':{'arguments':''}}",
                        "{'index':0,'function':{'name':'f'," + ALL + "}}"),
                calls(
                        "all that came so far",
                        MEANT,
                        "{'index':0,'id':'1','function':{'name':'f'," + ONE + "}}",
                        "{'index':0,'id':'1','function':{'name':'f'," + ALL + "}}"),
                calls(
                        "no index, mixed by id",
                        TWO,
                        "{'id':'1','function':{'name':'f'," + ONE + "}}",
                        "{'id':'2','function':{'name':'g','arguments':'{\\\"b\\\"'}}",
                        "{'id':'1','function':{" + REST + "}}",
                        "{'id':'2','function':{'arguments':':2}'}}"),
                calls(
                        "no index, later without anything",
                        TWO,
                        "{'id':'1','function':{'name':'f'," + ONE + "}}",
                        "{'function':{" + REST + "}}",
                        "{'id':'2','function':{'name':'g','arguments':'{\\\"b\\\"'}}",
                        "{'function':{'arguments':':2}'}}"));
    }

    private static Stream<Shape> textShapes() {
        String message = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        return Stream.of(
                says(
                        "parts",
                        "text ab",
                        delta("\"content\":[{\"type\":\"text\",\"text\":\"a\"}]"),
                        delta("\"content\":[{\"type\":\"text\",\"text\":\"b\"}]")),
                says("a part", "text a", delta("\"content\":{\"type\":\"text\",\"text\":\"a\"}")),
                says("null", "text a", delta("\"content\":null"), delta("\"content\":\"a\"")),
                says(
                        "thinking parts",
                        "thought t\ntext a",
                        delta(
                                "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"t\"}]}]"),
                        delta("\"content\":\"a\"")),
                says("reasoning", "thought t\ntext a", delta("\"reasoning\":\"t\""), delta("\"content\":\"a\"")),
                says(
                        "reasoning_content",
                        "thought t\ntext a",
                        delta("\"reasoning_content\":\"t\",\"content\":\"\""),
                        delta("\"content\":\"a\"")),
                says(
                        "both names",
                        "thought t\ntext a",
                        delta("\"reasoning_content\":\"t\",\"reasoning\":\"t\",\"content\":null"),
                        delta("\"reasoning_content\":null,\"content\":\"a\"")),
                says(
                        "one of both empty",
                        "thought t\ntext a",
                        delta("\"reasoning_content\":\"\",\"reasoning\":\"t\""),
                        delta("\"content\":\"a\"")),
                says(
                        "reasoning_details",
                        "thought t\ntext a",
                        delta("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"t\"}]"),
                        delta("\"content\":\"a\"")),
                says(
                        "a summary",
                        "thought t\ntext a",
                        delta("\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"t\"}]"),
                        delta("\"content\":\"a\"")),
                says("thinking", "thought t\ntext a", delta("\"thinking\":\"t\""), delta("\"content\":\"a\"")),
                says("refusal", "text a", delta("\"content\":null,\"refusal\":\"a\"")),
                says("a message", "text a", message + "a\"},\"finish_reason\":null}]}"),
                says("messages in pieces", "text aab", message + "a\"}}]}", message + "a\"}}]}", message + "b\"}}]}"),
                says(
                        "messages that grow",
                        "text abc",
                        message + "a\"}}]}",
                        message + "ab\"}}]}",
                        message + "abc\"}}]}"),
                says(
                        "all again at the end",
                        "text ab",
                        delta("\"content\":\"a\""),
                        delta("\"content\":\"b\""),
                        message + "ab\"},\"finish_reason\":\"stop\"}]}"),
                says("as a completion", "text a", "{\"choices\":[{\"index\":0,\"text\":\"a\"}]}"),
                says(
                        "several choices",
                        "text ab",
                        delta("\"content\":\"a\""),
                        "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}}]}",
                        delta("\"content\":\"b\"")));
    }

    private static Stream<Shape> endShapes() {
        String a = delta("\"content\":\"a\"");
        return Stream.of(
                ends("only [DONE]", "end_turn", a, "[DONE]"),
                ends("eos", "end_turn", a, end("eos")),
                ends("stop_sequence", "end_turn", a, end("stop_sequence")),
                ends("an empty reason in each", "max_tokens", a.replace("null", "\"\""), end("length")),
                ends("a reason 'null' in each", "max_tokens", a.replace("null", "\"null\""), end("length")),
                ends("MAX_TOKENS", "max_tokens", a, end("MAX_TOKENS")),
                ends("length, then stop", "max_tokens", a, end("length"), end("stop")),
                ends("SAFETY", "refusal", a, end("SAFETY")),
                ends("null usage", "end_turn", a, end("stop").replace("}]}", "}],\"usage\":null}"), "[DONE]"),
                ends("an empty event", "end_turn", "", a, "", end("stop")),
                new Shape(
                        "calls with stop",
                        "call f {\"a\":1}",
                        "tool_use",
                        List.of(calls("{'index':0," + F + "}"), end("stop"))),
                new Shape(
                        "calls after the reason",
                        "text a\ncall f {\"a\":1}",
                        "tool_use",
                        List.of(a, end("stop"), calls("{'index':0," + F + "}"), "[DONE]")),
                new Shape(
                        "calls after the reason, no [DONE]",
                        "text a\ncall f {\"a\":1}",
                        "tool_use",
                        List.of(a, end("stop"), calls("{'index':0," + F + "}"))));
    }

    private HttpResponse<String> ask(Reply reply, String more) {
        front.upstream.reply(reply);
        return front.gateway.post("/v1/messages", "{\"model\":\"public\"" + more + HI);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void meanWhatTheyMeanInOnePiece(Shape shape) {
        HttpResponse<String> answer = ask(Reply.events(shape.sent().toArray(String[]::new)), NONE);

        assertEquals(200, answer.statusCode(), answer.body());
        JsonNode message = json(answer.body());
        assertEquals(shape.meant(), said(message), answer.body());
        assertEquals(shape.stop(), message.path("stop_reason").asText(), answer.body());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void meanWhatTheyMeanInEvents(Shape shape) {
        HttpResponse<String> answer = ask(Reply.events(shape.sent().toArray(String[]::new)), FrontOf.STREAM);

        StreamedMessage streamed = new StreamedMessage();
        events(answer).forEach(streamed::take);
        assertEquals(shape.meant(), streamed.said(), answer.body());
        assertEquals(shape.stop(), streamed.stop(), answer.body());
    }

    private static String said(JsonNode message) {
        List<String> all = new ArrayList<>();
        for (JsonNode block : message.path("content")) {
            all.add(
                    switch (block.path("type").asText()) {
                        case "thinking" -> "thought " + block.path("thinking").asText();
                        case "text" -> "text " + block.path("text").asText();
                        default -> "call " + block.path("name").asText() + " " + block.path("input");
                    });
        }
        return String.join("\n", all);
    }

    /// A message put together from its events.
    private static final class StreamedMessage {
        private final List<StringBuilder> blocks = new ArrayList<>();
        private String stop = "";

        void take(String event) {
            JsonNode json = json(event.substring(event.indexOf('{')));
            switch (json.path("type").asText()) {
                case "content_block_start" -> {
                    JsonNode block = json.path("content_block");
                    blocks.add(new StringBuilder(
                            switch (block.path("type").asText()) {
                                case "thinking" -> "thought ";
                                case "text" -> "text ";
                                default -> "call " + block.path("name").asText() + " ";
                            }));
                }
                case "content_block_delta" ->
                    json.path("delta").propertyStream().forEach(field -> {
                        if (!field.getKey().equals("type")) {
                            blocks.get(json.path("index").asInt())
                                    .append(field.getValue().asText());
                        }
                    });
                case "message_delta" ->
                    stop = json.path("delta").path("stop_reason").asText();
                default -> {}
            }
        }

        String said() {
            return String.join("\n", blocks);
        }

        String stop() {
            return stop;
        }
    }

    @Test
    void argumentsThatAreCutAreAnObjectAllTheSame() {
        HttpResponse<String> answer = ask(
                Reply.events(
                        calls(
                                "{'index':0,'id':'1','function':{'name':'write','arguments':'{\\\"path\\\": \\\"a.txt'}}"),
                        end("length")),
                NONE);

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("call write {\"path\":\"a.txt\"}", said(json(answer.body())));
        assertEquals("max_tokens", json(answer.body()).path("stop_reason").asText());
    }

    @Test
    void argumentsThatAreNoObjectAreNotLost() {
        HttpResponse<String> answer = ask(
                Reply.events(calls("{'id':'1','function':{'name':'write','arguments':'just so'}}"), end("stop")), NONE);

        assertTrue(answer.body().contains("{\"arguments\":\"just so\"}"), answer.body());
    }

    @Test
    void anAnswerInOnePieceIsOne() {
        String answer = "{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"a\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"{}\"}}]},\n\"finish_reason\":\"tool_calls\"}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";
        HttpResponse<String> response = ask(Reply.json(answer), NONE);

        assertEquals("text a\ncall f {}", said(json(response.body())));
        assertEquals(
                5, json(response.body()).path("usage").path("output_tokens").asInt());
    }

    @Test
    void textThatIsNoUtf8HasSignsOfReplacement() {
        byte[] event = ("data: " + delta("\"content\":\"a?b\"") + "\n\n").getBytes(StandardCharsets.ISO_8859_1);
        event[new String(event, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xE4;
        byte[] last = ("data: " + end("stop") + "\n\n").getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response = ask(Reply.chunks(List.of(event, last)), NONE);

        assertEquals("text a\uFFFDb", said(json(response.body())));
    }

    @ParameterizedTest
    @MethodSource("framings")
    void eventsAreReadInAnyFraming(String stream) {
        HttpResponse<String> response = ask(Reply.chunks(stream), NONE);

        assertEquals("text a", said(json(response.body())), response.body());
    }

    static Stream<String> framings() {
        String a = delta("\"content\":\"a\"");
        String end = end("stop");
        return Stream.of(
                "data: " + a + "\r\n\r\ndata: " + end + "\r\n\r\n",
                "\uFEFFdata: " + a + "\n\ndata: " + end + "\n\n",
                ": hello\n\ndata:" + a + "\n\n: still\n\ndata:" + end + "\n\n",
                "event: message\ndata: " + a + "\n\nevent: done\ndata: " + end + "\n\n",
                "data: " + a.replace(",", ",\ndata: ") + "\n\ndata: " + end + "\n\n",
                "id: 1\nretry: 5\ndata: " + a + "\r\rdata: " + end + "\r\r",
                "data: " + a + "\n\ndata: " + end);
    }
}

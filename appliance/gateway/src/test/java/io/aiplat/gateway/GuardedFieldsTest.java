package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways round a guard that a tester found, and their kinds: what a model reads is looked at, wherever it stands and
/// however it is written.
@Timeout(60)
class GuardedFieldsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
            models:
              - {name: masked, deployments: [{upstream: there, model: private}], guards: [mask]}
              - {name: blocked, deployments: [{upstream: there, model: private}], guards: [block]}
              - {name: answered, deployments: [{upstream: there, model: private}], guards: [after]}
            guards:
              mask: {kind: mask, entities: [email, credit_card], patterns: ['EMP-\\d{6}']}
              block: {kind: block, entities: [email, credit_card]}
              after: {kind: mask, entities: [email, credit_card], when: [after]}
            """;

    private final Configured configured = new Configured(YAML);
    private final RunningGateway gateway = configured.gateway;

    GuardedFieldsTest() throws IOException {
        configured.upstream.always(Reply.json(
                "{\"data\":[],\"choices\":[],\"output\":[],\"results\":[],\"usage\":{\"prompt_tokens\":1}}"));
    }

    @AfterEach
    void close() {
        configured.close();
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r")
                .replace("\u0000", "\\u0000");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String sentOn(String path, String fields) {
        HttpResponse<String> response = gateway.post(path, "{\"model\":\"masked\"," + fields + "}");
        assertEquals(200, response.statusCode(), response.body());
        return configured.sentOn();
    }

    private String content(String content) {
        return sentOn(CHAT, "\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]");
    }

    private String masked(String text) {
        String sent = content("\"" + quoted(text) + "\"");
        return RunningGateway.json(sent).at("/messages/0/content").asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111\u00a01111\u00a01111\u00a01111",
                "4111\u20091111\u20091111\u20091111",
                "4111\u30001111\u202f1111\u28001111",
                "4111  1111  1111  1111",
                "4111\t1111\t1111\t1111",
                "4111\n1111\n1111\n1111",
                "4111.1111.1111.1111",
                "4111_1111/1111 - 1111",
                "4111\u20131111\u20131111\u20131111",
                "4111\u22121111\u22121111\u22121111",
                "4\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1",
                "4111\u00ad1111\u00ad1111\u00ad1111",
                "4111\u20601111\ufeff1111\u200e1111",
                "4111\u00001111\u00001111\u00001111",
                "\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11",
                "\u0664\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661",
                "\u096a\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967",
                "\ud835\udfd2\ud835\udfcf\ud835\udfcf\ud835\udfcf 1111 1111 1111",
                "\u2463\u2460\u2460\u2460\u2460\u2460\u2460\u2460\u2460\u2460\u2460\u2460\u2460\u2460\u2460\u2460",
                "4\u03321\u03321\u03321\u03321111 11111111",
                "4\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e3 1111 1111 1111",
                "\u24f8\u24f5\u2776\u278a 1111 1111 1111",
                "4111%201111%201111%201111",
                "4111&nbsp;1111&#160;1111&#xa0;1111",
                "&#52;111 1111 1111 1111",
                "&#0000000000052;111&numsp;1111&NewLine;1111&lowbar;1111",
                "%EF%BC%94111%C2%A01111%E2%80%891111%F0%9D%9F%8F111",
                "\\ud835\\udfd2111 1111 1111 1111",
                "\\x34\\x31\\x31\\x31\\x201111 1111 1111",
                "\\u{34}111\\u{a0}1111\\u{0000a0}1111 1111",
                "4111** **1111** **1111** **1111",
                "4111\\1111\\1111\\1111",
                "\\u0034111 1111 1111 1111",
                "\udb40\udc34\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31"
                        + "\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31\udb40\udc31",
            })
    void aCardIsMaskedWhateverItsDigitsAndBlanksAre(String card) {
        assertEquals("It is <CREDIT_CARD>, ok", masked("It is " + card + ", ok"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            write to ada\uff20example.org now      | write to <EMAIL> now
            ada@example\u3002org                   | <EMAIL>
            ada%40example.org                      | <EMAIL>
            ada&commat;example&period;org          | <EMAIL>
            a\u200bda@exam\u00adple.org            | <EMAIL>
            \uff41\uff44\uff41@example.org         | <EMAIL>
            ada\\u0040example.org                  | <EMAIL>
            caf\u00e9 cafe\u0301 \u2122 \ud83d\udc69\u200d\ud83d\udcbb | caf\u00e9 cafe\u0301 \u2122 \ud83d\udc69\u200d\ud83d\udcbb
            """)
    void anAddressIsMaskedWhateverItIsWrittenWithAndTheRestStays(String text, String expected) {
        assertEquals(expected, masked(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4111111111111111
            4111111111111111.0
            4.111111111111111e15
            41111111111111110e-1
            -4111111111111111
            """)
    void aNumberIsLookedAtHoweverItIsWritten(String number) {
        assertFalse(content(number).contains("111"), number);
        String parts = content("[{\"type\":\"text\",\"text\":" + number + "}]");
        assertTrue(parts.contains("CREDIT_CARD") && !parts.contains("111"), parts);
    }

    @Test
    void numbersThatSteerStayNumbers() {
        String sent = sentOn(
                CHAT,
                "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"seed\":4111111111111111,\"temperature\":0.4111111111111111");

        assertTrue(sent.contains("\"seed\":4111111111111111,\"temperature\":0.4111111111111111"), sent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | "messages":[{"role":"user","content":"x","#":1}]
            /v1/chat/completions | "messages":[{"role":"user","name":"#","content":"x"}]
            /v1/chat/completions | "messages":[{"role":"#","content":"x"}]
            /v1/chat/completions | "messages":[{"role":"user","content":{"#":"x"}}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"file","file":{"filename":"#"}}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://h/?#"}}]}]
            /v1/chat/completions | "messages":[{"role":"assistant","function_call":{"name":"f","arguments":"{\\"#\\":1}"}}]
            /v1/chat/completions | "messages":[{"role":"assistant","tool_calls":[{"id":"#","function":{"name":"#","arguments":"#"}}]}]
            /v1/chat/completions | "messages":[{"role":"tool","tool_call_id":"#","content":"x"}]
            /v1/chat/completions | "messages":[],"documents":[{"text":"#"},{"#":"x"}]
            /v1/chat/completions | "messages":[],"tools":[{"type":"function","function":{"name":"#","description":"#"}}]
            /v1/chat/completions | "messages":[],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"#":{"type":"string","title":"#","enum":["#"],"default":"#","description":"#"}}}}}]
            /v1/chat/completions | "messages":[],"functions":[{"name":"f","description":"#"}]
            /v1/chat/completions | "messages":[],"tool_choice":{"type":"function","function":{"name":"#"}}
            /v1/chat/completions | "messages":[],"response_format":{"type":"json_schema","json_schema":{"name":"n","description":"#","schema":{"#":"#"}}}
            /v1/chat/completions | "messages":[],"prediction":{"type":"content","content":"#"}
            /v1/chat/completions | "messages":[],"stop":["#"],"reasoning_effort":"#","chat_template_kwargs":{"#":"#"},"unheard":"#","un #":1
            /v1/chat/completions | "messages":[],"web_search_options":{"user_location":{"approximate":{"city":"#"}}}
            /v1/completions      | "prompt":["x","#"],"suffix":"#","stop":"#"
            /v1/embeddings       | "input":["x","#"],"instruction":"#"
            /v1/rerank           | "query":"#","documents":["#",{"text":"#","#":"x"}]
            /v1/responses        | "input":[{"role":"user","content":[{"type":"input_text","text":"#"},{"type":"input_file","filename":"#"}]}],"instructions":"#"
            /v1/responses        | "input":[{"type":"function_call_output","call_id":"#","output":"#"},{"type":"function_call","name":"#","arguments":"{\\"a\\":\\"#\\"}"}]
            /v1/responses        | "input":"#","prompt":{"id":"p","variables":{"#":"#"}},"text":{"format":{"type":"json_schema","name":"n","schema":{"#":"#"}}}
            /v1/responses        | "input":"#","tools":[{"type":"function","name":"f","description":"#","parameters":{"enum":["#"]}},{"type":"mcp","server_label":"#","server_description":"#"}]
            """)
    void everythingThatAModelMayReadIsLookedAt(String path, String fields) {
        for (String secret : List.of("4111 1111 1111 1111", "ada@example.org", "EMP-123456")) {
            String sent = sentOn(path, fields.replace("#", secret));

            assertFalse(sent.contains(secret), sent);
        }
    }

    @Test
    void whatNoModelReadsStays() {
        String sent = sentOn(
                CHAT,
                "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"user\":\"a@b.example\",\"metadata\":{\"a@b.example\":\"a@b.example\"}");

        assertTrue(sent.contains("\"user\":\"a@b.example\",\"metadata\":{\"a@b.example\":\"a@b.example\"}"), sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:text/plain;base64,",
                "data:text/plain;charset=utf-8;base64,",
                "DATA:application/json;name=a.json;BASE64,",
                "data:application/octet-stream;base64,",
                "data:image/png;base64,",
                " data:;base64,",
                ""
            })
    void textInBase64IsMaskedAndStaysBase64(String head) {
        String hidden = head + base64("Name: Ada\nCard: 4111 1111 1111 1111\nMail: ada@example.org\n");
        String expected = head + base64("Name: Ada\nCard: <CREDIT_CARD>\nMail: <EMAIL>\n");

        for (String part : List.of(
                "{\"type\":\"file\",\"file\":{\"filename\":\"a.txt\",\"file_data\":\"#\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"#\"}}",
                "{\"type\":\"text\",\"text\":\"#\"}")) {
            String sent = content("[" + part.replace("#", hidden) + "]");
            assertTrue(sent.contains(expected), sent);
        }
    }

    @Test
    void otherWaysToWriteBase64AreReadToo() {
        byte[] wide = "card 4111 1111 1111 1111".getBytes(StandardCharsets.UTF_16LE);
        String url = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("?>~ card 4111 1111 1111 1111".getBytes(StandardCharsets.UTF_8));
        String lines = Base64.getMimeEncoder(20, new byte[] {'\r', '\n'})
                .encodeToString("card 4111 1111 1111 1111".getBytes(StandardCharsets.UTF_8));
        String latin = Base64.getEncoder()
                .encodeToString("\u00fc card 4111 1111 1111 1111".getBytes(StandardCharsets.ISO_8859_1));
        for (String hidden : List.of(Base64.getEncoder().encodeToString(wide), url, lines, latin)) {
            String sent = content(
                    "[{\"type\":\"file\",\"file\":{\"file_data\":\"data:text/plain;base64," + quoted(hidden) + "\"}}]");
            String written = RunningGateway.json(sent)
                    .at("/messages/0/content/0/file/file_data")
                    .asText();
            String text = new String(Base64.getDecoder().decode(written.substring(23)), StandardCharsets.ISO_8859_1);
            assertTrue(text.replace("\u0000", "").contains("<CREDIT_CARD>"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"see ![](data:text/plain;base64,#) there", "it is `#`, decode it", "x=#&y"})
    void base64WithinATextIsReadToo(String text) {
        String masked = masked(text.replace("#", base64("my card: 4111 1111 1111 1111")));

        assertEquals(
                text.replaceFirst("#=*", "<CREDIT_CARD>"),
                masked.replace("=", "").replace("x<", "x=<"));
    }

    @Test
    void aPictureStaysAsItIs() {
        String picture =
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

        assertTrue(content("[{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + picture + "\"}}]")
                .contains(picture));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"text","text":"It is 4111 1111"},{"type":"text","text":" 1111 1111 ok"}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"text","text":"4111"},{"type":"text","text":"1111","x":"y"},{"type":"text","text":"1111"},{"type":"text","text":"1111"}]}]
            /v1/chat/completions | "messages":[{"content":"Card 4111 1111","role":"user"},{"role":"user","content":"1111 1111"}]
            /v1/chat/completions | "messages":[{"role":"user","content":["4111 1111 11","11 1111"]}]
            /v1/chat/completions | "messages":[{"role":"user","content":"4111 1111"},{"role":"us\\u0065r","content":"1111 1111"}]
            /v1/chat/completions | "messages":[{"ro\\u006ce":"user","content":"4111 1111"},{"Role":"user","content":"1111 1111"}]
            /v1/chat/completions | "messages":[{"role":"user","content":"4111 1111"},{"role":"tool","role":"user","content":"1111 1111"}]
            /v1/responses        | "input":[{"role":"user","content":[{"type":"input_text","text":"4111 1111"},{"type":"input_text","text":"1111 1111"}]}]
            """)
    void whatIsSplitAcrossPartsIsMaskedInEach(String path, String fields) {
        String sent = sentOn(path, fields);

        assertFalse(sent.contains("11"), sent);
        assertTrue(sent.contains("<CREDIT_CARD>"), sent);
    }

    @Test
    void turnsOfDifferentRolesAreReadApart() {
        String turns =
                "\"messages\":[{\"role\":\"user\",\"content\":\"4111 1111\"},{\"role\":\"assistant\",\"content\":\"1111 1111\"}]";

        assertTrue(sentOn(CHAT, turns).contains(turns));
    }

    @Test
    void aBlockRefusesWhatHidesToo() {
        for (String content : List.of(
                "4111111111111111",
                "\"data:text/plain;base64," + base64("4111 1111 1111 1111") + "\"",
                "[{\"type\":\"text\",\"text\":\"4111 1111\"},{\"type\":\"text\",\"text\":\"1111 1111\"}]")) {
            HttpResponse<String> response = gateway.post(
                    CHAT, "{\"model\":\"blocked\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");
            assertEquals(400, response.statusCode(), response.body());
        }
        assertEquals(List.of(), configured.upstream.asked());
    }

    @Test
    void anAnswerIsReadInTheSameWay() {
        configured.upstream.reply(Reply.json(
                "{\"id\":\"a@b.example\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"4111\u00a01111\"},{\"type\":\"text\",\"text\":\" 1111 1111\"}],\"reasoning_content\":\"a\uff20b.example\","
                        + "\"refusal\":\"a%40b.example\",\"audio\":{\"transcript\":\"a@b.example\"},\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"a@b.example\",\"arguments\":\"{\\\"a@b.example\\\": 4111111111111111}\"}}]}}],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4111111111111111}}"));

        String answer = gateway.post(
                        CHAT, "{\"model\":\"answered\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .body();

        assertTrue(answer.startsWith("{\"id\":\"a@b.example\"") && answer.contains("4111111111111111}}"), answer);
        String written = answer.substring(20, answer.indexOf("\"usage\""));
        assertFalse(written.contains("b.example") || written.contains("1111"), written);
    }

    @Test
    void aStreamIsHeldBackByWhatItSaysAndNotByHowItIsWritten() {
        String noise = "\u200b".repeat(40);
        List<String> events =
                List.of("4", "1", "1", "1", "1111", "1111", "111", "1 and more " + "x".repeat(300)).stream()
                        .map(piece -> "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + piece + noise
                                + "\"},\"finish_reason\":null}]}")
                        .toList();
        configured.upstream.reply(Reply.events(
                java.util.stream.Stream.concat(events.stream(), java.util.stream.Stream.of(FrontOf.STOP, FrontOf.DONE))
                        .toArray(String[]::new)));

        String answer = gateway.post(
                        CHAT,
                        "{\"model\":\"answered\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .body();

        assertTrue(answer.contains("<CREDIT_CARD>") && answer.contains("and more"), answer);
        assertFalse(answer.replaceAll("[0-9a-f]{20,}", "").contains("111"), answer);
    }
}

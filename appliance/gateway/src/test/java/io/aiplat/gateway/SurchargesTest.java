package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What costs more than its tokens, or tokens that are not in the request, does not get by a budget.
@Timeout(60)
class SurchargesTest {
    private static final String LIMITED = "sk-limited";

    private FrontOf front = new FrontOf();

    SurchargesTest() throws IOException {
        limit(1_000_000);
    }

    private void limit(long micros) {
        front.key(LIMITED, new Limits(List.of(new Budget(micros, Window.Calendar.MONTH)), null, null, null, List.of()));
        front.upstream.always(Reply.json(FrontOf.ANSWER));
    }

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> post(String path, String members) {
        return front.gateway.post(path, "{\"model\":\"public\"," + members + "}", "Authorization", "Bearer " + LIMITED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            service_tier          | "service_tier":"priority"
            Service_Tier          | "Service_Tier":"priority"
            service_tier          | "service_tier":7
            serviceTier           | "serviceTier":"priority"
            extra_body.service_tier | "extra_body":{"service_tier":"priority"}
            speed                 | "speed":"fast"
            inference_geo         | "inference_geo":"us"
            background            | "background":true
            previous_response_id  | "previous_response_id":"resp_1"
            conversation          | "conversation":"conv_1"
            mcp_servers           | "mcp_servers":[{"type":"url"}]
            container             | "container":"c"
            web_search_options    | "web_search_options":{}
            plugins               | "plugins":[{"id":"web"}]
            audio                 | "audio":{"voice":"a"}
            modalities            | "modalities":["text","audio"]
            context_management    | "context_management":{"edits":[{"type":"compact_20260112"}]}
            tools[0].type         | "tools":[{"type":"web_search_20250305","name":"web_search"}]
            tools[1].type         | "tools":[{"type":"function"},"code_interpreter"]
            tools[1].type         | "tools":[{"type":"function"},{"type":"web_search"}],"tool_choice":{"type":"web_search"}
            tools[0].type         | "tools":[{"type":"mcp"}]
            tools[0].type         | "tools":[{"googleSearch":{}}]
            tools[0].type         | "tools":[{"type":"function","type":"image_generation"}]
            tools[0].type         | "tools":[{"type":"namespace","name":"a","tools":[{"type":"web_search"}]}]
            tools[0].type         | "tools":[{"type":"shell","environment":{"type":"container_auto"}}]
            tools[0].type         | "tools":["web_search"]
            tools                 | "tools":{"type":"web_search"}
            extra_body.extra_body.service_tier | "extra_body":{"extra_body":{"service_tier":"priority"}}
            thread                | "thread":{"type":"continue","id":"t"}
            compaction            | "compaction":{"type":"summarize"}
            reasoning             | "reasoning":{"mode":"pro"}
            data_sources          | "data_sources":[{"type":"azure_search"}]
            cached_content        | "cached_content":"cachedContents/1"
            extra_body.google.cached_content | "extra_body":{"google":{"cached_content":"cachedContents/1"}}
            responseModalities    | "responseModalities":["TEXT","IMAGE"]
            """)
    void aKeyWithABudgetIsRefusedByName(String name, String members) {
        HttpResponse<String> answer =
                post("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + members);

        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(name, error(answer).path("param").asText());
        assertEquals(0, front.upstream.asked().size());
        assertEquals(200, front.chat("," + members).statusCode(), "a key without a budget is not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"service_tier\":\"auto\"",
                "\"service_tier\":null",
                "\"background\":false",
                "\"mcp_servers\":[]",
                "\"modalities\":[\"text\"]",
                "\"reasoning\":{\"effort\":\"low\",\"mode\":\"standard\"}",
                "\"tools\":[{\"type\":\"shell\",\"environment\":{\"type\":\"local\"}}]",
                "\"tools\":[{\"type\":\"namespace\",\"name\":\"a\",\"tools\":[{\"type\":\"function\",\"name\":\"b\"}]}]",
                "\"context_management\":{\"edits\":[{\"type\":\"clear_thinking_20251015\"}]}",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"web_search\"}},{\"name\":\"x\"},{\"type\":\"bash_20250124\"}]"
            })
    void whatCostsNoMoreIsNotRefused(String members) {
        assertEquals(
                200,
                post("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + members)
                        .statusCode());
    }

    /// Coding agents offer one with each request.
    @Test
    void aHostedToolBesideTheClientsOwnIsLeftOutAndNamed() throws IOException {
        HttpResponse<String> answer = post(
                "/v1/responses",
                "\"input\":\"hi\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}, {\"type\":\"web_search\"},"
                        + " {\"type\":\"custom\",\"name\":\"g\"}],\"tool_choice\":\"auto\"");

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("tools[1]", FrontOf.header(answer, "x-aiplat-dropped-params"));
        String asked = front.upstream.asked().getFirst().body();
        assertTrue(
                asked.contains("[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"custom\",\"name\":\"g\"}]"), asked);
    }

    /// Turns may bring tools with them, or ask for a summary.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            input[0].tools[0].type | /v1/responses | "input":[{"type":"additional_tools","role":"developer","tools":[{"type":"web_search"}]}]
            input[1].tools[0].type | /v1/responses | "input":[{"role":"user","content":"a"},{"type":"tool_search_output","tools":[{"type":"mcp"}]}]
            input                  | /v1/responses | "input":[{"role":"user","content":"a"},{"Type" : "compaction_trigger"}]
            messages[0].content    | /v1/chat/completions | "messages":[{"role":"system","content":[{"type":"tool_addition","tool":{"type":"tool_definition","definition":{"type":"web_fetch_20250910"}}}]}]
            """)
    void whatATurnBringsIsRefusedByName(String name, String path, String members) {
        HttpResponse<String> answer = post(path, members);

        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(name, error(answer).path("param").asText());
        assertEquals(0, front.upstream.asked().size());
    }

    @Test
    void toolsOfTheClientMayComeWithATurn() {
        String found =
                "\"input\":[{\"type\":\"tool_search_output\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}]";

        assertEquals(200, post("/v1/responses", found).statusCode());
    }

    @Test
    void aPromptThatIsStoredElsewhereIsRefused() {
        HttpResponse<String> answer = post("/v1/responses", "\"input\":\"a\",\"prompt\":{\"id\":\"pmpt_1\"}");

        assertEquals("prompt", error(answer).path("param").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"file","file":{"\\u0066ile_id":"f"}}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"video_url","video_url":{"url":"http://x"}}]}]
            /v1/responses        | "input":[{"role":"user","content":[{"type":"input_file","file_url":"http://x"}]}]
            /v1/responses        | "input":[{"type":"item_reference","id":"i"}]
            /v1/responses        | "input":[{"id":"msg_1"}]
            /v1/responses        | "input":[{"role":"user","content":"a"},{"id":"rs_1","type":null}]
            /v1/responses        | "input":[{"type":"image_generation_call","id":"ig_1"}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"file","File":{"File_ID":"f"}}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"video","video":["http://x"]}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"document_url","document_url":"http://x"}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"input_audio","input_audio":"http://x"}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"VIDEO_URL":{"url":"http://x"}}]}]
            /v1/chat/completions | "messages":[{"role":"assistant","audio":{"id":"audio_1"}}]
            """)
    void whatIsOnlyNamedCountsAsTheLongestPrompt(String path, String members) {
        HttpResponse<String> answer = post(path, members);

        assertEquals(429, answer.statusCode(), answer.body());
        limit(3_000_000);
        front.key(
                "sk-limited-but-rich",
                new Limits(List.of(new Budget(3_000_000, Window.Calendar.MONTH)), null, null, null, List.of()));
        assertEquals(
                200,
                front.gateway
                        .post(
                                path,
                                "{\"model\":\"public\"," + members + "}",
                                "Authorization",
                                "Bearer sk-limited-but-rich")
                        .statusCode());
    }

    @Test
    void aDocumentOfAnthropicsCountsAsTheLongestPrompt() throws IOException {
        front.close();
        front = new FrontOf(Rules.USUAL, UpstreamKind.ANTHROPIC);
        limit(1_000_000);
        HttpResponse<String> answer = post(
                "/v1/messages",
                "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":"
                        + "{\"type\":\"url\",\"url\":\"http://x\"}}]}]");

        assertEquals(429, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("max_tokens"), answer.body());
    }

    /// A recording that is elsewhere.
    @ParameterizedTest
    @ValueSource(strings = {"url", "file_url", "File_Id"})
    void aRecordingThatIsOnlyNamedCountsAsTheLongest(String part) {
        String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\npublic\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"" + part + "\"\r\n\r\nhttp://x\r\n--b--\r\n";
        HttpResponse<String> answer = front.gateway.post(
                "/v1/audio/transcriptions",
                form,
                "Authorization",
                "Bearer " + LIMITED,
                "content-type",
                "multipart/form-data; boundary=b");

        assertEquals(429, answer.statusCode(), answer.body());
    }

    /// A server that reads names without regard to case sees a picture where a stricter one sees nothing.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/chat/completions | "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://x"}}]}]
            /v1/chat/completions | "messages":[{"role":"user","Content":[{"type":"image_url","image_url":{"url":"http://x"}}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"Type":"image_url","Image_URL":{"url":"http://x"}}]}]
            /v1/chat/completions | "messages":[{"role":"user","content":[{"image_url":{"url":"http://x"}}]}]
            /v1/responses        | "input":[{"type":"computer_call_output","call_id":"c","output":{"type":"computer_screenshot","image_url":"http://x"}}]
            """)
    void aPictureCountsWhereverItStands(String path, String members) {
        limit(3000);

        HttpResponse<String> answer = post(path, members + ",\"max_tokens\":1,\"max_output_tokens\":1");

        assertEquals(429, answer.statusCode(), answer.body());
    }

    @Test
    void aDocumentThatIsThereAsTextCountsByItsBytes() throws IOException {
        front.close();
        front = new FrontOf(Rules.USUAL, UpstreamKind.ANTHROPIC);
        limit(1_000_000);
        String text =
                "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"a\"}}";
        String pdf = "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"data\":\"JVBERi0=\"}}";

        assertEquals(200, document(text).statusCode());
        assertEquals(429, document(text + "," + pdf).statusCode());
        assertEquals(
                429,
                document(text.replace("\"type\":\"text\"", "\"type\":\"text\",\"type\":\"url\""))
                        .statusCode());
    }

    private HttpResponse<String> document(String blocks) {
        return post("/v1/messages", "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[" + blocks + "]}]");
    }

    /// Words about files, and backslashes that are meant, are words.
    @Test
    void textIsText() {
        String text = "\"file_id\" \"document\" \"video_url\" \\u0041 C:\\files"
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
        HttpResponse<String> answer =
                post("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]");

        assertEquals(200, answer.statusCode(), answer.body());
    }

    @Test
    void aGuessOfTheAnswerCountsAsAnswer() {
        String draft = "x".repeat(500_000);
        HttpResponse<String> answer = post(
                "/v1/chat/completions",
                "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":1,\"prediction\":"
                        + "{\"type\":\"content\",\"content\":\"" + draft + "\"}");

        assertEquals(429, answer.statusCode(), answer.body());
    }
}

package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.Capability;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatMessage.Thought;
import io.aiplat.inference.chat.ToolCall;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// History is data: nothing in turns that have been answered makes a request fail.
class ChatHistoryTest {
    private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpResponse<String> send(String messages) {
        return gateway.post("/v1/chat/completions", "{\"model\":\"smoke\",\"messages\":[" + messages + "]}");
    }

    private List<ChatMessage> told(String messages) {
        HttpResponse<String> response = send(messages);
        assertEquals(200, response.statusCode(), response.body());
        return gateway.engine.asked.getLast().messages();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"assistant\",\"content\":null}",
                "{\"role\":\"assistant\"}",
                "{\"role\":\"assistant\",\"content\":[]}",
                "{\"role\":\"assistant\",\"content\":\"\"}",
                "{\"role\":\"assistant\",\"content\":{\"type\":\"text\"}}",
                "{\"role\":\"assistant\",\"content\":[\"a\",null,7]}",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"output_audio\",\"id\":1}]}",
                "{\"role\":\"assistant\",\"content\":[{\"text\":\"no type\"}]}",
                "{\"role\":\"assistant\",\"content\":\"a\",\"audio\":{\"id\":\"audio_1\"}}",
                "{\"role\":\"assistant\",\"content\":\"a\",\"refusal\":\"b\",\"annotations\":[{\"type\":\"url_citation\"}]}",
                "{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[]}",
                "{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[{\"function\":{}}]}",
                "{\"role\":\"assistant\",\"content\":\"a\",\"vendor\":{\"a\":1}}",
                "{\"role\":\"assistant\",\"content\":\"a\",\"reasoning\":{\"odd\":[1]},\"reasoning_details\":7}",
                "{\"role\":\"tool\",\"content\":\"of no call\"}",
                "{\"role\":\"tool\",\"tool_call_id\":\"none\",\"content\":{\"a\":1}}",
                "{\"role\":\"function\",\"name\":\"f\",\"content\":null}",
                "{\"role\":\"ipython\",\"content\":\"x\"}",
                "{\"content\":\"nobody\"}",
                "{\"role\":\"user\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA\"}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/b\"}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,!\"}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}]}",
                "{\"role\":\"user\",\"content\":\"again\"},{\"role\":\"developer\",\"content\":\"be brief\"}",
            })
    void nothingInEarlierTurnsMakesARequestFail(String turn) {
        told("{\"role\":\"user\",\"content\":\"hi\"}," + turn
                + ",{\"role\":\"assistant\",\"content\":\"so\"},{\"role\":\"user\",\"content\":\"and?\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "{\\"path\\": \\"a.txt"   | {"arguments":"{\\"path\\": \\"a.txt"}
            ""                        | {}
            null                      | {}
            {"path":"a.txt"}          | {"path":"a.txt"}
            "[1]"                     | {"arguments":[1]}
            "\\"{\\\\\\"a\\\\\\":1}\\"" | {"a":1}
            """)
    void argumentsAreAnObjectWhateverTheClientGivesBack(String written, String object) {
        ToolCall call =
                told("{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\","
                                + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":" + written
                                + "}}]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"done\"}")
                        .get(1)
                        .toolCalls()
                        .getFirst();

        assertEquals(object, call.object().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "reasoning_content":"hm"                                                            | hm |
            "reasoning":"hm"                                                                    | hm |
            "thinking":"hm"                                                                     | hm |
            "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s","format":"google"}] | hm |
            "reasoning_details":[{"type":"reasoning.summary","summary":"hm"}]                   | hm |
            "thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"s"}]             | hm | s
            "thinking_blocks":[{"type":"redacted_thinking","data":"s"}],"reasoning_content":"x" |    | s
            "content":[{"type":"thinking","thinking":"hm","signature":"s"}]                     | hm | s
            """)
    void thoughtsGivenBackAreKept(String field, String text, String signature) {
        List<ChatMessage> told = told("{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\"," + field
                + "},{\"role\":\"user\",\"content\":\"and?\"}");

        assertEquals(
                List.of(new Thought(text == null ? "" : text, signature)),
                told.get(1).thoughts());
    }

    @Test
    void theOlderFormOfACallAndItsResultIsTheSame() {
        List<ChatMessage> told = told("""
                {"role":"user","content":"hi"},
                {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
                {"role":"function","name":"f","content":"42"}""");

        assertEquals(told.get(1).toolCalls().getFirst().id(), told.get(2).toolCallId());
        assertEquals("42", told.get(2).content());
    }

    @Test
    void aResultWithoutANameIsOfTheFirstCallWithoutAResult() {
        List<ChatMessage> told = told("""
                {"role":"user","content":"hi"},
                {"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":{}}},
                  {"id":"b","function":{"name":"g","arguments":{}}}]},
                {"role":"tool","name":"g","content":"1"},{"role":"tool","content":[{"type":"text","text":"2"}]}""");

        assertEquals("b", told.get(2).toolCallId());
        assertEquals("a", told.get(3).toolCallId());
    }

    @Test
    void whatAToolHasShownIsShown() {
        List<ChatMessage> told = told("""
                {"role":"user","content":"hi"},
                {"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f"}}]},
                {"role":"tool","tool_call_id":"a","content":[{"type":"image_url","image_url":{"url":"%s"}}]}""".formatted(PNG));

        assertEquals(List.of("iVBORw0KGgo="), told.get(2).images());
    }

    @Test
    void aModelThatSeesNothingIsToldOfPicturesThatWereShown() {
        gateway.engine.abilities = EnumSet.complementOf(EnumSet.of(Capability.VISION));
        String shown = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"what?\"},{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\"" + PNG + "\"}}]}";

        HttpResponse<String> past = send(
                shown + ",{\"role\":\"assistant\",\"content\":\"a cat\"},{\"role\":\"user\",\"content\":\"sure?\"}");
        HttpResponse<String> now = send(shown);

        assertEquals(200, past.statusCode(), past.body());
        assertEquals("messages[].content", dropped(past));
        assertEquals(
                "what?\n[a picture that this model cannot see]",
                gateway.engine.asked.getLast().messages().getFirst().content());
        assertEquals(400, now.statusCode());
        assertEquals("messages", error(now).path("param").asText());
    }

    @Test
    void namesTellSpeakersApartAndAreLeftOutWhereThereIsOne() {
        HttpResponse<String> one = send("{\"role\":\"user\",\"name\":\"ann\",\"content\":\"hi\"}");
        assertEquals(200, one.statusCode(), one.body());
        assertEquals("messages[].name", dropped(one));
        assertEquals("hi", gateway.engine.asked.getLast().messages().getFirst().content());

        List<ChatMessage> several = told("{\"role\":\"user\",\"name\":\"ann\",\"content\":\"hi\"},"
                + "{\"role\":\"assistant\",\"name\":\"bot\",\"content\":\"ho\"},"
                + "{\"role\":\"user\",\"name\":\"bob\",\"content\":[{\"type\":\"text\",\"text\":\"hey\"}]}");
        assertEquals("ann: hi", several.get(0).content());
        assertEquals("ho", several.get(1).content());
        assertEquals("bob: hey", several.get(2).content());
    }

    @Test
    void filesOfTextAreText() {
        String base64 =
                java.util.Base64.getEncoder().encodeToString("a,b".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ChatMessage asked =
                told("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"read\"},{\"type\":\"file\","
                                + "\"file\":{\"filename\":\"t.csv\",\"file_data\":\"data:text/csv;base64," + base64
                                + "\"}},"
                                + "{\"type\":\"input_file\",\"filename\":\"u.txt\",\"file_data\":\"" + base64 + "\"},"
                                + "{\"type\":\"document\",\"title\":\"T\",\"source\":{\"type\":\"text\",\"media_type\":"
                                + "\"text/plain\",\"data\":\"words\"}}]}")
                        .getFirst();

        assertEquals("read\nt.csv:\na,b\nu.txt:\na,b\nT:\nwords", asked.content());
    }

    @Test
    void documentsBesideTheConversationAreShownBeforeTheQuestion() {
        HttpResponse<String> response = gateway.chat("\"documents\":[{\"title\":\"T\",\"text\":\"words\"},\"more\"]");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "T:\nwords\n\nmore\n\nhi",
                gateway.engine.asked.getLast().messages().getFirst().content());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            messages[0].content[0].type          | {"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}
            messages[0].content[0].image_url.url | {"type":"image_url","image_url":{"url":"https://a.example/b.png"}}
            messages[0].content[0].file.file_id  | {"type":"file","file":{"file_id":"file-1"}}
            messages[0].content[0].file.file_data | {"type":"file","file":{"file_data":"data:application/pdf;base64,JVBERi0xLjQK"}}
            """)
    void whatIsAskedNowAndCannotBeShownIsRefusedByName(String param, String part) {
        HttpResponse<String> response = send("{\"role\":\"user\",\"content\":[" + part + "]}");

        assertEquals(400, response.statusCode(), response.body());
        assertEquals(param, error(response).path("param").asText());
        assertTrue(gateway.engine.asked.isEmpty());
    }

    private static String dropped(HttpResponse<String> response) {
        return response.headers().firstValue("x-aiplat-dropped-params").orElse("");
    }
}

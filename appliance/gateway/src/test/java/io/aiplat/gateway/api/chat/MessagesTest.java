package io.aiplat.gateway.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The conversation of a request.
class MessagesTest {

    @Test
    void readsEveryRole() {
        assertEquals(
                List.of(
                        ChatMessage.text("system", "be brief"),
                        ChatMessage.text("system", "be kind"),
                        ChatMessage.text("user", "weather?"),
                        new ChatMessage(
                                "assistant",
                                "",
                                List.of(),
                                List.of(new ToolCall("c1", "weather", "{\"city\":\"Bern\"}")),
                                null),
                        new ChatMessage("tool", "rain", List.of(), List.of(), "c1"),
                        ChatMessage.text("assistant", "It rains.")),
                read("""
                        {"role":"system","content":"be brief"},
                        {"role":"developer","content":"be kind"},
                        {"role":"user","content":"weather?"},
                        {"role":"assistant","content":null,"refusal":null,"annotations":[],"tool_calls":[{"id":"c1",
                          "type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Bern\\"}"}}]},
                        {"role":"tool","tool_call_id":"c1","content":"rain","name":"weather"},
                        {"role":"assistant","content":"It rains."}"""));
    }

    @Test
    void joinsTextsAndCollectsPictures() {
        assertEquals(List.of(new ChatMessage("user", "what is\nthis", List.of("aGk="), List.of(), null)), read("""
                        {"role":"user","content":[
                          {"type":"text","text":"what is"},
                          {"type":"image_url","image_url":{"url":"data:image/png;base64,aGk=","detail":"auto"}},
                          {"type":"text","text":"this"}]}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            messages                        | invalid_value              |
            messages[0]                     | invalid_type               | "hi"
            messages[0].role                | missing_required_parameter | {"content":"hi"}
            messages[0].role                | invalid_value              | {"role":"robot","content":"hi"}
            messages[0].content             | missing_required_parameter | {"role":"user"}
            messages[0].content             | invalid_type               | {"role":"user","content":5}
            messages[0].content[0].file_id  | unsupported_parameter      | {"role":"user","content":[{"type":"file"}]}
            messages[0].content[0].text     | missing_required_parameter | {"role":"user","content":[{"type":"text"}]}
            """)
    void refusesByName(String param, String code, String messages) {
        assertRefused(param, code, messages == null ? "" : messages);
    }

    @Test
    void fetchesNoPictures() {
        assertRefused("messages[0].content[0].image_url.url", "unsupported_parameter", """
                {"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}}]}""");
    }

    @Test
    void takesNoPictureThatIsNotBase64() {
        assertRefused("messages[0].content[0].image_url.url", "invalid_value", """
                {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,?"}}]}""");
    }

    @Test
    void onlyUsersShowPictures() {
        assertRefused("messages[0].content[0].type", "unsupported_parameter", """
                {"role":"system","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}]}""");
    }

    private static void assertRefused(String param, String code, String messages) {
        ApiError error = assertThrows(ApiException.class, () -> read(messages)).error();
        assertEquals(400, error.status());
        assertEquals(param, error.param());
        assertEquals(code, error.code(), error.message());
    }

    private static List<ChatMessage> read(String messages) {
        RequestFields body =
                new RequestFields(json("{\"messages\":[" + messages + "]}"), "", new DroppedParameters(false));
        return MessageReader.read(body, new ReadContext("m", 0, ServingOptions.USUAL));
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}

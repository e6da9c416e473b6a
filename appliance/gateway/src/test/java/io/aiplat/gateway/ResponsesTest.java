package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatPart.FinishReason;
import io.aiplat.models.ToolCall;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// OpenAI's responses.
class ResponsesTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void answersWithItemsAndStoresNothing() {
        JsonNode answer = json(ask("\"input\":\"hi\",\"temperature\":0.5"));

        assertEquals("response", answer.path("object").asText());
        assertEquals("completed", answer.path("status").asText());
        assertEquals("Hello, wörld \"\n", answer.at("/output/0/content/0/text").asText());
        assertEquals(8, answer.at("/usage/total_tokens").asInt());
        assertEquals(0.5, answer.path("temperature").asDouble());
        assertFalse(answer.path("store").asBoolean(true));
    }

    @Test
    void readsItemsAsTurns() {
        HttpResponse<String> response = ask("""
                "instructions":"be brief","input":[
                 {"role":"user","content":[{"type":"input_text","text":"6*7?"}]},
                 {"type":"reasoning","id":"rs_1","summary":[]},
                 {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                 {"type":"function_call","call_id":"c2","name":"g","arguments":"{}"},
                 {"type":"function_call_output","call_id":"c1","output":"42"}]""");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                List.of(
                        ChatMessage.text("system", "be brief"),
                        ChatMessage.text("user", "6*7?"),
                        new ChatMessage(
                                "assistant",
                                "",
                                List.of(),
                                List.of(new ToolCall("c1", "f", "{}"), new ToolCall("c2", "g", "{}")),
                                null),
                        new ChatMessage("tool", "42", List.of(), List.of(), "c1")),
                gateway.engine.asked.getLast().messages());
    }

    @Test
    void numbersItsEvents() {
        List<String> events = events(ask("\"input\":\"hi\",\"stream\":true"));

        for (int i = 0; i < events.size(); i++) {
            String data = events.get(i).substring(events.get(i).indexOf(' ') + 1);
            assertEquals(i, json(data).path("sequence_number").asInt());
            assertTrue(events.get(i).startsWith(json(data).path("type").asText() + " "));
        }
        assertTrue(events.getLast().startsWith("response.completed "));
    }

    @Test
    void saysThatTheLimitCutTheAnswer() {
        gateway.engine.answer = (_, sink) -> sink.accept(new ChatPart.Finished(FinishReason.LENGTH, 1, 1));

        JsonNode answer = json(ask("\"input\":\"hi\",\"max_output_tokens\":1"));

        assertEquals("incomplete", answer.path("status").asText());
        assertEquals(
                "max_output_tokens", answer.at("/incomplete_details/reason").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            store                | "store":true
            previous_response_id | "previous_response_id":"resp_1"
            conversation         | "conversation":"conv_1"
            background           | "background":true
            tools[0].type        | "tools":[{"type":"web_search"}]
            text.verbosity       | "text":{"verbosity":"low"}
            """)
    void refusesWhatNeedsAMemoryOrIsNotDone(String param, String fields) {
        HttpResponse<String> response = ask("\"input\":\"hi\"," + fields);

        assertEquals(400, response.statusCode(), response.body());
        assertEquals(param, error(response).path("param").asText());
    }

    private HttpResponse<String> ask(String fields) {
        return gateway.post("/v1/responses", "{\"model\":\"smoke\"," + fields + "}");
    }
}

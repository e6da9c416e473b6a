package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.ToolCall;
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
                        new ChatMessage("tool", "42", List.of(), List.of(), "c1"),
                        new ChatMessage("tool", "No output was recorded.", List.of(), List.of(), "c2")),
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
        gateway.engine.answer = (_, sink) -> sink.accept(new ChatDelta.Finished(FinishReason.LENGTH, 1, 1));

        JsonNode answer = json(ask("\"input\":\"hi\",\"max_output_tokens\":1"));

        assertEquals("incomplete", answer.path("status").asText());
        assertEquals(
                "max_output_tokens", answer.at("/incomplete_details/reason").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            previous_response_id | "previous_response_id":"resp_1"
            conversation         | "conversation":"conv_1"
            prompt               | "prompt":{"id":"pmpt_1"}
            background           | "background":true
            input[0].id          | "input":[{"type":"item_reference","id":"msg_1"}]
            input[0].id          | "input":[{"id":"msg_1"}]
            input[0].type        | "input":[{"type":"compaction","encrypted_content":"x"},{"role":"user","content":"a"}]
            input[1].type        | "input":[{"role":"user","content":"a"},{"type":"compaction_trigger"}]
            tool_choice.type     | "tools":[{"type":"web_search"}],"tool_choice":{"type":"web_search"}
            tool_choice          | "tools":[{"type":"web_search"}],"tool_choice":"required"
            moderation           | "moderation":{"model":"m"}
            """)
    void refusesWhatNeedsAMemoryOrIsNotDone(String param, String fields) {
        HttpResponse<String> response = ask(fields.contains("\"input\"") ? fields : "\"input\":\"hi\"," + fields);

        assertEquals(400, response.statusCode(), response.body());
        assertEquals(param, error(response).path("param").asText());
    }

    /// What carries the conversation is refused whatever may be dropped.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            previous_response_id | "previous_response_id":"resp_1"
            conversation         | "conversation":{"id":"conv_1"}
            prompt               | "prompt":{"id":"pmpt_1"}
            input[0].id          | "input":[{"type":"item_reference","id":"msg_1"}]
            """)
    void neverDropsTheConversation(String param, String fields) {
        String input = fields.contains("\"input\"") ? fields : "\"input\":\"hi\"," + fields;
        HttpResponse<String> response = ask("\"drop_params\":true," + input);

        assertEquals(400, response.statusCode(), response.body());
        assertEquals(param, error(response).path("param").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            -                       | "client_metadata":{"a":"b"}
            -                       | "metadata":{"a":"b"}
            -                       | "include":["reasoning.encrypted_content"]
            -                       | "store":false,"background":false,"truncation":"disabled","service_tier":"auto"
            -                       | "reasoning":{"summary":"detailed"}
            -                       | "top_logprobs":0
            store                   | "store":true
            truncation              | "truncation":"auto"
            service_tier            | "service_tier":"flex"
            max_tool_calls          | "max_tool_calls":3
            prompt_cache_retention  | "prompt_cache_retention":"24h"
            context_management      | "context_management":[{"type":"compaction","compact_threshold":1000}]
            text.verbosity          | "text":{"verbosity":"low"}
            include                 | "include":["web_search_call.action.sources"]
            stream_options.include_obfuscation | "stream_options":{"include_obfuscation":true}
            reasoning.effort        | "reasoning":{"effort":"astonishing"}
            reasoning.context       | "reasoning":{"context":"auto"}
            tools[].web_search      | "tools":[{"type":"web_search","external_web_access":true}]
            tools[].image_generation| "tools":[{"type":"image_generation"}],"tool_choice":"auto"
            tools[].mcp             | "tools":[{"type":"mcp","server_label":"x","server_url":"http://x"}]
            tools[].shell           | "tools":[{"type":"shell","environment":{"type":"container_auto"}}]
            tools[].tool_search     | "tools":[{"type":"tool_search"}]
            some_new_field          | "some_new_field":1
            """)
    void takesHintsAndNamesThoseWithoutUse(String named, String fields) {
        HttpResponse<String> response = ask("\"input\":\"hi\"," + fields);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                named, response.headers().firstValue("x-aiplat-dropped-params").orElse(null));
    }

    @ParameterizedTest
    @CsvSource({"none,OFF", "minimal,MINIMAL", "low,LOW", "medium,MEDIUM", "high,HIGH", "xhigh,HIGH", "max,HIGH"})
    void takesAnyEffortAsTheNearest(String word, ReasoningEffort effort) {
        ask("\"input\":\"hi\",\"reasoning\":{\"effort\":\"" + word + "\",\"summary\":\"concise\"}");

        assertEquals(effort, gateway.engine.asked.getLast().reasoning());
    }

    /// Every field that Open Responses' schema says a response has, in its type.
    @Test
    void hasEveryFieldThatTheSchemaRequires() {
        JsonNode answer = json(ask("\"input\":\"hi\",\"safety_identifier\":\"s\",\"max_tool_calls\":2"));

        for (String name : List.of(
                ("id object created_at completed_at status incomplete_details model previous_response_id instructions"
                                + " output error tools tool_choice truncation parallel_tool_calls text top_p presence_penalty"
                                + " frequency_penalty top_logprobs temperature reasoning user usage max_output_tokens"
                                + " max_tool_calls store background service_tier metadata safety_identifier"
                                + " prompt_cache_key")
                        .split(" "))) {
            assertTrue(answer.has(name), name);
        }
        for (String name : List.of("temperature", "top_p", "presence_penalty", "frequency_penalty")) {
            assertTrue(answer.path(name).isNumber(), name);
        }
        assertTrue(answer.path("completed_at").asLong()
                >= answer.path("created_at").asLong());
        assertEquals("default", answer.path("service_tier").asText());
        assertEquals("s", answer.path("safety_identifier").asText());
        assertEquals(2, answer.path("max_tool_calls").asInt());
        assertEquals(1, answer.path("temperature").asDouble());
        assertTrue(
                answer.at("/reasoning").has("effort") && answer.at("/reasoning").has("summary"));
        assertEquals("text", answer.at("/text/format/type").asText());
    }

    @Test
    void isNotCompletedBeforeItsEnd() {
        List<String> events = events(ask("\"input\":\"hi\",\"stream\":true"));

        JsonNode first = json(events.getFirst().substring(events.getFirst().indexOf(' ') + 1));
        JsonNode last = json(events.getLast().substring(events.getLast().indexOf(' ') + 1));
        assertTrue(first.at("/response/completed_at").isNull());
        assertTrue(last.at("/response/completed_at").isNumber());
    }

    private HttpResponse<String> ask(String fields) {
        return gateway.post("/v1/responses", "{\"model\":\"smoke\"," + fields + "}");
    }
}

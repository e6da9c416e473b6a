package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.Capability;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.Tools;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What agents' frameworks send along with a chat completion: carried out where it can be, and otherwise left out
/// and named.
class ChatHintsTest {
    private static final String F = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpResponse<String> taken(String fields) {
        HttpResponse<String> response = gateway.chat(fields);
        assertEquals(200, response.statusCode(), response.body());
        return response;
    }

    private ChatRequest asked(String fields) {
        taken(fields);
        return gateway.engine.asked.getLast();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tools[].function.strict        | "tools":[{"type":"function","function":{"name":"f","strict":true}}]
            tools[].cache_control          | "tools":[{"type":"function","function":{"name":"f"},"cache_control":{"type":"ephemeral"}}]
            tools[].function.cache_control | "tools":[{"type":"function","function":{"name":"f","cache_control":{"type":"ephemeral"}}}]
            tools[].type                   | "tools":[{"type":"web_search"},{"type":"function","function":{"name":"f"}}]
            tools[].custom.format          | "tools":[{"type":"custom","custom":{"name":"f","format":{"type":"text"}}}]
            store                          | "store":true
            service_tier                   | "service_tier":"flex"
            verbosity                      | "verbosity":"low"
            prediction                     | "prediction":{"type":"content","content":"x"}
            web_search_options             | "web_search_options":{}
            prompt_cache_retention         | "prompt_cache_retention":"24h"
            audio                          | "audio":{"voice":"alloy","format":"wav"}
            stream_options.include_obfuscation | "stream":true,"stream_options":{"include_obfuscation":true}
            reasoning_effort               | "reasoning_effort":"somewhat"
            thinking                       | "thinking":{"type":"adaptive"}
            nobody_knows                   | "nobody_knows":1
            """)
    void hintsWithoutUseAreLeftOutAndNamed(String name, String fields) {
        assertEquals(name, dropped(taken(fields)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"max_tokens\":0",
                "\"max_tokens\":-1",
                "\"max_completion_tokens\":-1",
                "\"max_tokens\":100.0",
                "\"top_k\":-1",
                "\"top_k\":0",
                "\"top_p\":0",
                "\"seed\":-1",
                "\"stop\":\"\"",
                "\"stop\":[]",
                "\"stop\":[\"\"]",
                "\"logit_bias\":{}",
                "\"stream_options\":{\"include_usage\":true}",
                "\"response_format\":{\"type\":\"text\"}",
                "\"modalities\":[\"text\"]",
                "\"logprobs\":false,\"top_logprobs\":0",
                "\"tools\":[],\"tool_choice\":\"auto\"",
                "\"presence_penalty\":0.0,\"frequency_penalty\":0",
            })
    void numbersThatOtherServersTakeForNotSaidAreTaken(String fields) {
        assertEquals("", dropped(taken(fields)));
    }

    @Test
    void whatIsNotSaidIsLeftToTheModel() {
        ChatRequest asked = asked("\"max_tokens\":-1,\"top_k\":-1,\"seed\":-1,\"stop\":\"\"");

        assertNull(asked.sampling().maxTokens());
        assertNull(asked.sampling().topK());
        assertNull(asked.sampling().seed());
        assertEquals(List.of(), asked.sampling().stop());
        assertEquals(100, asked("\"max_tokens\":100.0").sampling().maxTokens());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "reasoning_effort":"minimal"                       | MINIMAL
            "reasoning_effort":"xhigh"                         | HIGH
            "reasoning_effort":"max"                           | HIGH
            "reasoning":{"effort":"low"}                       | LOW
            "reasoning":{"max_tokens":20000}                   | HIGH
            "reasoning":{"enabled":false}                      | OFF
            "thinking":{"type":"enabled","budget_tokens":9000} | MEDIUM
            "thinking":{"type":"disabled"}                     | OFF
            "think":true                                       | ON
            "think":"low"                                      | LOW
            "enable_thinking":false                            | OFF
            "chat_template_kwargs":{"enable_thinking":false}   | OFF
            """)
    void howMuchToThinkIsReadByAnyName(String fields, ReasoningEffort wanted) {
        assertEquals(wanted, asked(fields).reasoning());
    }

    @ParameterizedTest
    @ValueSource(strings = {"high", "medium", "low", "xhigh"})
    void effortIsAHintToAModelThatDoesNotThink(String effort) {
        gateway.engine.abilities = EnumSet.complementOf(EnumSet.of(Capability.REASONING));

        HttpResponse<String> response = taken("\"reasoning_effort\":\"" + effort + "\"");

        assertEquals("reasoning_effort", dropped(response));
        assertNull(gateway.engine.asked.getLast().reasoning());
        assertEquals("", dropped(taken("\"reasoning_effort\":\"none\"")));
    }

    @Test
    void oneCallAtATimeIsAHintAndNoCallIsThrownAway() {
        gateway.engine.abilities = EnumSet.complementOf(EnumSet.of(Capability.SINGLE_TOOL_CALL));
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Call(new ToolCall("a", "f", "{}")));
            sink.accept(new ChatDelta.Call(new ToolCall("b", "f", "{}")));
            sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 1, 1));
        };

        HttpResponse<String> response = taken(F + ",\"parallel_tool_calls\":false");

        assertEquals("parallel_tool_calls", dropped(response));
        assertEquals(2, json(response).at("/choices/0/message/tool_calls").size());
    }

    @Test
    void drawsByWhatEnginesHaveBeyondTheApi() {
        assertEquals(
                Map.of("min_p", 0.1, "typical_p", 0.9, "repeat_penalty", 1.2, "repeat_last_n", 64.0),
                asked("\"min_p\":0.1,\"typical_p\":0.9,\"repetition_penalty\":1.2,\"repeat_last_n\":64")
                        .sampling()
                        .more());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "any"                                                                                  | required | f,g
            {"type":"required"}                                                                    | required | f,g
            {"type":"function","name":"g"}                                                         | g        | f,g
            {"function":{"name":"g"}}                                                              | g        | f,g
            {"type":"tool","name":"g"}                                                             | g        | f,g
            {"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"g"}}]}} | required | g
            {"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]}        | auto     | f
            """)
    void aToolIsChosenInAnyOfTheFormsThatClientsHave(String choice, String chosen, String offered) {
        Tools tools = asked("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\","
                        + "\"name\":\"g\",\"parameters\":null}],\"tool_choice\":" + choice)
                .tools();

        Tools.Choice wanted = switch (chosen) {
            case "required" -> new Tools.Choice.Required();
            case "auto" -> new Tools.Choice.Auto();
            default -> new Tools.Choice.Named(chosen);
        };
        assertEquals(wanted, tools.choice());
        assertEquals(
                List.of(offered.split(",")),
                tools.offered().stream().map(tool -> tool.name()).toList());
    }

    @Test
    void functionsOfTheOlderFormAreToolsAndCalledInIt() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Call(new ToolCall("a", "f", "{\"x\":1}")));
            sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 1, 1));
        };
        String older =
                "\"functions\":[{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}],\"function_call\":{\"name\":\"f\"}";

        JsonNode choice = json(taken(older)).at("/choices/0");
        List<String> stream = events(taken(older + ",\"stream\":true"));

        assertEquals(
                new Tools.Choice.Named("f"),
                gateway.engine.asked.getLast().tools().choice());
        assertEquals(json("{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}"), choice.at("/message/function_call"));
        assertEquals("function_call", choice.path("finish_reason").asText());
        assertEquals(
                "f",
                json(stream.get(1)).at("/choices/0/delta/function_call/name").asText());
        assertEquals(
                "function_call",
                json(stream.get(2)).at("/choices/0/finish_reason").asText());
    }

    @Test
    void toolsOfOneTextAreFunctionsAndCalledAsTheyAre() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Call(new ToolCall("a", "sql", "{\"input\":\"select 1\"}")));
            sink.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, 1, 1));
        };

        JsonNode call = json(taken("\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"sql\"}}],\"tool_choice\":"
                        + "{\"type\":\"custom\",\"custom\":{\"name\":\"sql\"}}"))
                .at("/choices/0/message/tool_calls/0");

        assertEquals(
                json("{\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"input\":\"select 1\"}}"), call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"json_object\",\"schema\":{\"type\":\"object\"}}",
                "{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}",
                "{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\"},\"strict\":null}}",
            })
    void aSchemaBindsWhereverItStands(String format) {
        assertEquals(
                new AnswerFormat.JsonSchema("{\"type\":\"object\"}"),
                asked("\"response_format\":" + format).format());
    }

    @Test
    void detailsOfPicturesAreAHint() {
        HttpResponse<String> response = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,iVBORw0KGgo=\",\"detail\":\"high\"},\"cache_control\":{}}]}]}");

        assertEquals(200, response.statusCode(), response.body());
        assertTrue(dropped(response).contains("messages[].content[].image_url.detail"), dropped(response));
        assertTrue(dropped(response).contains("messages[].content[].cache_control"), dropped(response));
    }

    private static String dropped(HttpResponse<String> response) {
        return response.headers().firstValue("x-aiplat-dropped-params").orElse("");
    }
}

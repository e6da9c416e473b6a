package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each parameter of a chat completion is carried out, or known to be unused, or refused by name.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatParametersTest {
    private static final ChatRequest HI = ChatRequest.of("smoke", List.of(ChatMessage.text("user", "hi")));

    private final RunningGateway gateway = new RunningGateway();

    @AfterAll
    void close() {
        gateway.close();
    }

    @Test
    void mapsWhatIsCarriedOut() {
        ChatRequest request = asked("""
                "max_completion_tokens":5,"temperature":0,"top_p":0.5,"seed":9007199254740993,"stop":["a","b"],
                "frequency_penalty":-2,"presence_penalty":1.5,
                "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}]""");

        assertEquals(
                HI.withTools(Tools.offered(List.of(new ToolDefinition("f", "d", "{\"type\":\"object\"}"))))
                        .withSampling(new SamplingOptions(
                                5, 0.0, 0.5, null, 9_007_199_254_740_993L, List.of("a", "b"), -2.0, 1.5, null)),
                request);
    }

    @Test
    void leavesToTheModelWhatIsNotSaid() {
        ChatRequest request = asked("\"temperature\":null");

        assertEquals(HI, request);
    }

    @Test
    void knowsTheOlderNameOfTheTokenLimit() {
        assertEquals(7, asked("\"max_tokens\":7").sampling().maxTokens());
        assertEquals(
                7,
                asked("\"max_tokens\":7,\"max_completion_tokens\":7").sampling().maxTokens());
    }

    @Test
    void takesOneStopText() {
        assertEquals(List.of("end"), asked("\"stop\":\"end\"").sampling().stop());
    }

    @Test
    void bindsTheAnswerToJsonOrASchema() {
        assertEquals(
                new AnswerFormat.Text(),
                asked("\"response_format\":{\"type\":\"text\"}").format());
        assertEquals(
                new AnswerFormat.Json(),
                asked("\"response_format\":{\"type\":\"json_object\"}").format());
        assertEquals(
                new AnswerFormat.JsonSchema("{\"type\":\"object\"}"),
                asked("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                                + "{\"name\":\"n\",\"strict\":true,\"schema\":{\"type\":\"object\"}}}")
                        .format());
    }

    @Test
    void offersNoToolsWhenTheClientChoosesNone() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

        assertEquals(
                "{}",
                asked(tools + ",\"tool_choice\":\"auto\"")
                        .tools()
                        .shown()
                        .getFirst()
                        .parameters());
        assertEquals(
                List.of(), asked(tools + ",\"tool_choice\":\"none\"").tools().shown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":1",
                "\"logprobs\":false",
                "\"top_logprobs\":0",
                "\"logit_bias\":{}",
                "\"presence_penalty\":0",
                "\"parallel_tool_calls\":true",
                "\"store\":false",
                "\"service_tier\":\"auto\"",
                "\"modalities\":[\"text\"]",
                "\"audio\":null",
                "\"user\":\"me\"",
                "\"metadata\":{\"a\":\"b\"}",
                "\"safety_identifier\":\"x\"",
                "\"prompt_cache_key\":\"x\"",
            })
    void acceptsWhatChangesNothing(String field) {
        assertEquals(200, gateway.chat(field).statusCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            logit_bias          | "logit_bias":{"50256":-100}
            modalities          | "modalities":["text","audio"]
            """)
    void refusesWhatItWouldNotDo(String param, String fields) {
        assertRefused("unsupported_parameter", param, fields);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            temprature           | "temprature":1
            stream_options.foo   | "stream":true,"stream_options":{"foo":1}
            response_format.foo  | "response_format":{"type":"text","foo":1}
            tools[].function.foo | "tools":[{"type":"function","function":{"name":"f","foo":1}}]
            """)
    void leavesOutAndNamesWhatNobodyKnows(String name, String fields) {
        HttpResponse<String> response = gateway.chat(fields);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                name, response.headers().firstValue("x-aiplat-dropped-params").orElse(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            temperature     | "temperature":"1"
            temperature     | "temperature":true
            max_tokens      | "max_tokens":1.5
            stream          | "stream":"true"
            stop            | "stop":{}
            stop[1]         | "stop":["a",1]
            tools           | "tools":{}
            tools[0]        | "tools":["f"]
            response_format | "response_format":"json"
            seed            | "seed":"1"
            """)
    void refusesAValueOfAnotherType(String param, String fields) {
        assertRefused("invalid_type", param, fields);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            temperature          | "temperature":2.1
            top_p                | "top_p":-0.1
            max_tokens           | "max_tokens":-2
            max_tokens           | "max_tokens":5000000000
            max_tokens           | "max_tokens":1,"max_completion_tokens":2
            frequency_penalty    | "frequency_penalty":3
            response_format.type | "response_format":{"type":"xml"}
            n                    | "n":9
            top_logprobs         | "top_logprobs":3
            top_logprobs         | "logprobs":true,"top_logprobs":21
            tool_choice          | "tool_choice":"required"
            tool_choice          | "tool_choice":{"type":"function","function":{"name":"f"}}
            """)
    void refusesAValueOutOfRange(String param, String fields) {
        assertRefused("invalid_value", param, fields);
    }

    @Test
    void needsAModel() {
        HttpResponse<String> response =
                gateway.post("/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertEquals("missing_required_parameter", error(response).path("code").asText());
        assertEquals("model", error(response).path("param").asText());
    }

    private ChatRequest asked(String fields) {
        HttpResponse<String> response = gateway.chat(fields);
        assertEquals(200, response.statusCode(), response.body());
        return gateway.engine.asked.getLast();
    }

    private void assertRefused(String code, String param, String fields) {
        HttpResponse<String> response = gateway.chat(fields);
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(code, error(response).path("code").asText(), response.body());
        assertEquals(param, error(response).path("param").asText(), response.body());
    }
}

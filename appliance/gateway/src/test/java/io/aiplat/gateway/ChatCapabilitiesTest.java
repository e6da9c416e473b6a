package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.Capability;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.Tools;
import io.aiplat.model.spend.TokenUsage;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What some models can do and others cannot.
class ChatCapabilitiesTest {
    private static final String TOOL = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void makesAModelCallATool() {
        assertEquals(
                new Tools.Choice.Required(),
                asked(TOOL + ",\"tool_choice\":\"required\"").tools().choice());
        assertEquals(
                new Tools.Choice.Named("f"),
                asked(TOOL + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}")
                        .tools()
                        .choice());
        assertFalse(asked(TOOL + ",\"parallel_tool_calls\":false").tools().parallel());
    }

    @Test
    void takesHowMuchToThinkAndTheLikeliestTokens() {
        assertEquals(
                ReasoningEffort.HIGH, asked("\"reasoning_effort\":\"high\"").reasoning());
        assertEquals(ReasoningEffort.OFF, asked("\"reasoning_effort\":\"none\"").reasoning());
        assertEquals(7, asked("\"top_k\":7").sampling().topK());
    }

    @Test
    void tellsThoughtsApartFromTheAnswer() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Reasoning("hm"));
            sink.accept(new ChatDelta.Text("yes"));
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, new TokenUsage(9, 5, 4L, null, 3L, false)));
        };

        JsonNode answer = json(gateway.chat(""));
        List<String> events = events(gateway.chat("\"stream\":true"));

        assertEquals("hm", answer.at("/choices/0/message/reasoning_content").asText());
        assertEquals("yes", answer.at("/choices/0/message/content").asText());
        assertEquals(4, answer.at("/usage/prompt_tokens_details/cached_tokens").asInt());
        assertEquals(
                3,
                answer.at("/usage/completion_tokens_details/reasoning_tokens").asInt());
        assertEquals(
                "hm",
                json(events.get(1)).at("/choices/0/delta/reasoning_content").asText());
    }

    @Test
    void tellsHowLikelyTokensWere() {
        gateway.engine.answer = (_, sink) -> {
            sink.accept(new ChatDelta.Text(
                    "é", List.of(new TokenLogprob("é", -0.5, List.of(new TokenLogprob("é", -0.5, List.of()))))));
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, 1, 1));
        };

        JsonNode token =
                json(gateway.chat("\"logprobs\":true,\"top_logprobs\":1")).at("/choices/0/logprobs/content/0");

        assertEquals(-0.5, token.path("logprob").asDouble());
        assertEquals("[195,169]", token.path("bytes").toString());
        assertEquals("é", token.at("/top_logprobs/0/token").asText());
        assertEquals(1, gateway.engine.asked.getLast().sampling().topLogprobs());
    }

    @Test
    void writesSeveralAnswersFromSeveralSeeds() {
        JsonNode answer = json(gateway.chat("\"n\":3,\"seed\":5"));

        assertEquals(3, answer.path("choices").size());
        assertEquals(2, answer.at("/choices/2/index").asInt());
        assertEquals(15, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(
                List.of(5L, 6L, 7L),
                gateway.engine.asked.stream().map(r -> r.sampling().seed()).toList());
    }

    @Test
    void streamsSeveralAnswersOneAfterTheOther() {
        List<String> events = events(gateway.chat("\"n\":2,\"stream\":true"));

        List<Integer> indexes = events.stream()
                .filter(event -> event.startsWith("{"))
                .map(event -> json(event).at("/choices/0/index").asInt())
                .toList();
        assertEquals(List.of(0, 0, 0, 0, 1, 1, 1, 1), indexes);
        assertEquals("[DONE]", events.getLast());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            LOGPROBS         | logprobs            | "logprobs":true
            JSON_SCHEMA      | response_format     | "response_format":{"type":"json_object"}
            TOOLS            | tools               | "tools":[{"type":"function","function":{"name":"f"}}]
            TOOL_CHOICE      | tool_choice         | "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required"
            """)
    void refusesOrDropsWhatTheModelCannot(Capability ability, String param, String field) {
        gateway.engine.abilities = without(ability);

        HttpResponse<String> refused = gateway.chat(field);
        HttpResponse<String> dropped = gateway.chat(field + ",\"drop_params\":true");

        assertEquals(400, refused.statusCode());
        assertEquals(param, error(refused).path("param").asText());
        assertEquals(200, dropped.statusCode(), dropped.body());
        assertEquals(param, droppedBy(dropped));
    }

    @Test
    void dropsWhatNobodyCanOrKnows() {
        HttpResponse<String> response = gateway.chat("\"logit_bias\":{\"1\":2},\"temprature\":1,\"drop_params\":true");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals("logit_bias, temprature", droppedBy(response));
    }

    private static Set<Capability> without(Capability ability) {
        Set<Capability> rest = new java.util.HashSet<>(Set.of(Capability.values()));
        rest.remove(ability);
        return rest;
    }

    private static String droppedBy(HttpResponse<String> response) {
        return response.headers().firstValue("x-aiplat-dropped-params").orElse("");
    }

    private ChatRequest asked(String fields) {
        HttpResponse<String> response = gateway.chat(fields);
        assertEquals(200, response.statusCode(), response.body());
        return gateway.engine.asked.getLast();
    }
}

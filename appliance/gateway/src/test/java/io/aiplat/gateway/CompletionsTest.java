package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.events;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.CompletionRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Completions of a plain text.
class CompletionsTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void readsNumbersOfTokensBackToText() {
        assertEquals(200, ask("\"prompt\":[15339,1917]").statusCode());
        assertEquals(200, ask("\"prompt\":[[15339],[1917]]").statusCode());
        assertEquals(
                List.of("hello world", "hello", " world"),
                gateway.engine.continued.stream().map(CompletionRequest::prompt).toList());
    }

    @Test
    void continuesEachPrompt() {
        JsonNode answer = json(ask("\"prompt\":[\"a\",\"b\"],\"n\":2,\"echo\":true"));

        assertEquals("text_completion", answer.path("object").asText());
        assertEquals(4, answer.path("choices").size());
        assertEquals("band so on", answer.at("/choices/2/text").asText());
        assertEquals(
                List.of("a", "a", "b", "b"),
                gateway.engine.continued.stream().map(CompletionRequest::prompt).toList());
        assertEquals(8, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(16, gateway.engine.continued.getFirst().sampling().maxTokens());
    }

    @Test
    void streamsThePieces() {
        List<String> events =
                events(ask("\"prompt\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertEquals("and so", json(events.getFirst()).at("/choices/0/text").asText());
        assertEquals("stop", json(events.get(2)).at("/choices/0/finish_reason").asText());
        assertEquals(6, json(events.get(3)).at("/usage/total_tokens").asInt());
        assertEquals("[DONE]", events.getLast());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            prompt  | "prompt":[58040,58040]
            prompt  | "suffix":"x"
            prompt  | "prompt":""
            best_of | "prompt":"a","best_of":2
            echo    | "prompt":"a","echo":true,"logprobs":1
            """)
    void refusesWhatItWouldNotDo(String param, String fields) {
        HttpResponse<String> response = ask(fields);

        assertEquals(400, response.statusCode(), response.body());
        assertEquals(param, error(response).path("param").asText());
    }

    private HttpResponse<String> ask(String fields) {
        return gateway.post("/v1/completions", "{\"model\":\"smoke\"," + fields + "}");
    }
}

package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.LlamaServerBinary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What clients have of llama.cpp's own server behind aiplat, with the requests as a person types them.
class LlamaServerUpIT {
    private static Aiplat aiplat;

    @BeforeAll
    static void up() {
        aiplat = Aiplat.withoutEngine()
                .with("AIPLAT_MODELS_LLAMA_SERVER", LlamaServerBinary.needed().toString());
        aiplat.run("up", "--cluster", "none", "--engine", "llamacpp").ok();
    }

    @AfterAll
    static void down() {
        if (aiplat != null) {
            aiplat.close();
        }
    }

    private static JsonNode answer(String request) throws Exception {
        String out = aiplat.shell("eval \"$(aiplat env)\"\ncurl \"$OPENAI_BASE_URL/chat/completions\""
                        + " -H \"Authorization: Bearer $OPENAI_API_KEY\" -d '" + request + "'")
                .ok()
                .out();
        return new ObjectMapper().readTree(out).at("/choices/0");
    }

    @Test
    void aQuestionHasAnExactAnswer() {
        assertEquals(
                "The capital of Italy is Rome.\n",
                aiplat.run("chat", "What is the capital of Italy?").ok().out());
    }

    @Test
    void aToolIsCalled() throws Exception {
        JsonNode answer = answer("""
                {"model": "smoke",
                 "messages": [{"role": "user", "content": "What is the weather in Paris?"}],
                 "tools": [{"type": "function", "function": {"name": "get_weather", "description": "Weather",
                   "parameters": {"type": "object", "properties": {"city": {"type": "string"}},
                                  "required": ["city"]}}}]}""");

        assertEquals("tool_calls", answer.path("finish_reason").asText());
        JsonNode call = answer.at("/message/tool_calls/0/function");
        assertEquals("get_weather", call.path("name").asText());
        assertEquals(
                "Paris",
                new ObjectMapper()
                        .readTree(call.path("arguments").asText())
                        .path("city")
                        .asText());
    }

    @Test
    void anAnswerKeepsToASchema() throws Exception {
        JsonNode answer = answer("""
                {"model": "smoke",
                 "messages": [{"role": "user", "content": "What is the capital of France?"}],
                 "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema":
                   {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}}}}""");

        assertEquals(
                "The capital of France is Paris.",
                new ObjectMapper()
                        .readTree(answer.at("/message/content").asText())
                        .path("answer")
                        .asText());
    }

    @Test
    void anAnswerKeepsToAGrammarOfLlamaCpp() throws Exception {
        JsonNode answer = answer("""
                {"model": "smoke", "messages": [{"role": "user", "content": "ping"}],
                 "grammar": "root ::= \\"yes\\" | \\"no\\""}""");

        assertTrue(answer.at("/message/content").asText().matches("yes|no"), answer.toString());
    }

    @Test
    void tokensComeWithTheirProbabilities() throws Exception {
        JsonNode answer = answer("""
                {"model": "smoke", "messages": [{"role": "user", "content": "ping"}],
                 "logprobs": true, "top_logprobs": 3}""");

        JsonNode first = answer.at("/logprobs/content/0");
        assertEquals(3, first.path("top_logprobs").size(), answer.toString());
        assertTrue(first.path("logprob").asDouble() <= 0);
    }
}

package io.aiplat.quality.observation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.quality.otlp.ReceivedSpan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanMappingTest {
    private static Observation of(Map<String, Object> attributes) {
        return SpanMapping.of(new ReceivedSpan(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                "",
                "call",
                1,
                2,
                false,
                "",
                attributes,
                List.of(),
                Map.of("service.name", "shop", "deployment.environment.name", "staging"),
                "scope"));
    }

    @Test
    void langfuse() {
        Observation seen = of(Map.ofEntries(
                Map.entry("langfuse.observation.type", "generation"),
                Map.entry("langfuse.observation.model.name", "gpt-4o"),
                Map.entry(
                        "langfuse.observation.usage_details",
                        "{\"input\": 100, \"input_cached_tokens\": 20, \"output\": 7, \"output_reasoning_tokens\": 3,"
                                + " \"total\": 130}"),
                Map.entry(
                        "langfuse.observation.cost_details",
                        "{\"input\": 0.0002, \"output\": 0.000105, \"total\": 0.000305}"),
                Map.entry("langfuse.observation.input", "[{\"role\":\"user\",\"content\":\"ping\"}]"),
                Map.entry("langfuse.observation.output", "pong"),
                Map.entry("langfuse.observation.level", "WARNING"),
                Map.entry("langfuse.trace.name", "checkout"),
                Map.entry("langfuse.trace.tags", List.of("beta", "eu")),
                Map.entry("langfuse.environment", "production"),
                Map.entry("user.id", "u1"),
                Map.entry("session.id", "s1")));
        assertEquals(ObservationType.GENERATION, seen.type());
        assertEquals("gpt-4o", seen.model());
        assertEquals(new TokenUsage(120, 10, 20L, null, 3L, false), seen.usage(), "parts are counted apart");
        assertEquals(305L, seen.micros());
        assertEquals("pong", seen.output());
        assertEquals("WARNING", seen.level());
        assertEquals(new Observation.About("checkout", "u1", "s1", List.of("beta", "eu"), "production"), seen.about());
        assertFalse(seen.attributes().containsKey("langfuse.observation.input"), "what was said is kept once");
    }

    @Test
    void openTelemetry() {
        Observation seen = of(Map.of(
                "gen_ai.operation.name", "chat",
                "gen_ai.provider.name", "openai",
                "gen_ai.request.model", "gpt-4o",
                "gen_ai.response.model", "gpt-4o-2024-11-20",
                "gen_ai.usage.input_tokens", 120L,
                "gen_ai.usage.output_tokens", 10L,
                "gen_ai.usage.cache_read.input_tokens", 20L,
                "gen_ai.conversation.id", "s1"));
        assertEquals(ObservationType.GENERATION, seen.type());
        assertEquals("gpt-4o-2024-11-20", seen.model());
        assertEquals("openai", seen.provider());
        assertEquals(new TokenUsage(120, 10, 20L, null, null, false), seen.usage());
        assertNull(seen.micros());
        assertEquals("s1", seen.about().session());
        assertEquals("staging", seen.about().environment());
        assertEquals("shop", seen.service());
        assertEquals(
                ObservationType.TOOL,
                of(Map.of("gen_ai.operation.name", "execute_tool")).type());
        assertEquals(
                ObservationType.AGENT,
                of(Map.of("gen_ai.operation.name", "invoke_agent")).type());
    }

    @Test
    void openInference() {
        Observation seen = of(Map.of(
                "openinference.span.kind",
                "LLM",
                "llm.model_name",
                "claude-sonnet-4-5",
                "llm.token_count.prompt",
                120L,
                "llm.token_count.completion",
                10L,
                "llm.token_count.prompt_details.cache_read",
                20L,
                "llm.cost.total",
                0.000305,
                "input.value",
                "ping",
                "output.value",
                "pong",
                "tag.tags",
                List.of("beta")));
        assertEquals(ObservationType.GENERATION, seen.type());
        assertEquals("claude-sonnet-4-5", seen.model());
        assertEquals(new TokenUsage(120, 10, 20L, null, null, false), seen.usage());
        assertEquals(305L, seen.micros());
        assertEquals("ping", seen.input());
        assertEquals(List.of("beta"), seen.about().tags());
        assertEquals(
                ObservationType.RETRIEVER,
                of(Map.of("openinference.span.kind", "RERANKER")).type());
    }

    @Test
    void openLlmetry() {
        Observation seen = of(Map.of(
                "llm.request.type", "chat",
                "gen_ai.system", "OpenAI",
                "gen_ai.request.model", "smoke",
                "gen_ai.usage.prompt_tokens", 3L,
                "gen_ai.usage.completion_tokens", 1L,
                "gen_ai.prompt.0.role", "user",
                "gen_ai.prompt.0.content", "ping",
                "gen_ai.completion.0.role", "assistant",
                "gen_ai.completion.0.content", "pong"));
        assertEquals(ObservationType.GENERATION, seen.type());
        assertEquals(TokenUsage.of(3, 1), seen.usage());
        assertEquals("[{\"content\":\"ping\",\"role\":\"user\"}]", seen.input());
        assertEquals("[{\"content\":\"pong\",\"role\":\"assistant\"}]", seen.output());
        assertEquals(
                ObservationType.CHAIN,
                of(Map.of("traceloop.span.kind", "workflow")).type());
    }

    /// What says two things in two vocabularies says what the first of them does.
    @Test
    void theFirstVocabularyHolds() {
        Observation seen = of(Map.of(
                "langfuse.observation.type", "tool",
                "openinference.span.kind", "LLM",
                "langfuse.user.id", "of langfuse",
                "user.id", "of anybody"));
        assertEquals(ObservationType.TOOL, seen.type());
        assertEquals("of langfuse", seen.about().user());
    }

    @Test
    void nonsenseIsNoUsageAndNoCost() {
        Observation seen = of(Map.of(
                "gen_ai.usage.input_tokens",
                "many",
                "gen_ai.usage.output_tokens",
                -5L,
                "gen_ai.usage.cache_read.input_tokens",
                9L,
                "llm.cost.total",
                1e300,
                "langfuse.observation.cost_details",
                "not JSON"));
        assertEquals(TokenUsage.NONE, seen.usage());
        assertNull(seen.micros());
        Observation endless = of(Map.of(
                "gen_ai.usage.input_tokens", "1e999999999",
                "gen_ai.usage.output_tokens", Long.MAX_VALUE,
                "gen_ai.usage.cost", "1e-999999999"));
        assertEquals(TokenUsage.NONE, endless.usage());
        assertNull(endless.micros());
    }
}

package io.aiplat.quality.observation;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.quality.otlp.ReceivedSpan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Mapping of spans to observations. Where a span says one thing in several vocabularies, the first of these holds:
/// Langfuse's (https://langfuse.com/integrations/native/opentelemetry), OpenTelemetry's for generative AI
/// (https://opentelemetry.io/docs/specs/semconv/gen-ai/), OpenInference's
/// (https://arize-ai.github.io/openinference/spec/semantic_conventions.html), OpenLLMetry's.
public final class SpanMapping {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private SpanMapping() {}

    /// What a span says.
    public static Observation of(ReceivedSpan span) {
        Attributes said = new Attributes(span.attributes());
        Attributes sender = new Attributes(span.resource());
        String input = said.content(
                "langfuse.observation.input",
                "langfuse.trace.input",
                "gen_ai.input.messages",
                "gen_ai.prompt",
                "llm.input_messages",
                "input.value",
                "traceloop.entity.input",
                "gen_ai.tool.call.arguments");
        String output = said.content(
                "langfuse.observation.output",
                "langfuse.trace.output",
                "gen_ai.output.messages",
                "gen_ai.completion",
                "llm.output_messages",
                "output.value",
                "traceloop.entity.output",
                "gen_ai.tool.call.result");
        Optional<String> model = said.text(
                "langfuse.observation.model.name",
                "gen_ai.response.model",
                "gen_ai.request.model",
                "llm.model_name",
                "embedding.model_name");
        TokenUsage usage = usage(said);
        return new Observation(
                span.trace(),
                span.id(),
                span.parent(),
                span.name(),
                type(said, model.isPresent() && usage.totalTokens() > 0),
                span.started(),
                span.ended(),
                said.text("langfuse.observation.level").orElse(span.failed() ? "ERROR" : "DEFAULT"),
                said.text("langfuse.observation.status_message").orElseGet(() -> message(span)),
                model.orElse(null),
                said.text("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system")
                        .orElse(null),
                usage,
                cost(said),
                about(said, sender),
                sender.text("service.name").orElse(""),
                input,
                output,
                rest(said, span));
    }

    private static Observation.About about(Attributes said, Attributes sender) {
        return new Observation.About(
                said.text("langfuse.trace.name", "traceloop.workflow.name").orElse(""),
                said.text("langfuse.user.id", "user.id", "enduser.id", "traceloop.association.properties.user_id")
                        .orElse(null),
                said.text(
                                "langfuse.session.id",
                                "session.id",
                                "gen_ai.conversation.id",
                                "traceloop.association.properties.session_id")
                        .orElse(null),
                said.texts("langfuse.trace.tags", "tag.tags"),
                said.text("langfuse.environment")
                        .or(() -> sender.text(
                                "langfuse.environment", "deployment.environment.name", "deployment.environment"))
                        .orElse(""));
    }

    private static ObservationType type(Attributes said, boolean usesModel) {
        return said.text("langfuse.observation.type")
                .flatMap(ObservationType::of)
                .or(() -> said.text("gen_ai.operation.name").map(SpanMapping::operation))
                .or(() -> said.text("openinference.span.kind").map(SpanMapping::openInference))
                .or(() -> said.text("llm.request.type").map(SpanMapping::requestType))
                .or(() -> said.text("traceloop.span.kind").map(SpanMapping::traceloop))
                .orElse(usesModel ? ObservationType.GENERATION : ObservationType.SPAN);
    }

    private static ObservationType operation(String name) {
        return switch (name) {
            case "chat", "text_completion", "generate_content" -> ObservationType.GENERATION;
            case "embeddings" -> ObservationType.EMBEDDING;
            case "create_agent", "invoke_agent" -> ObservationType.AGENT;
            case "invoke_workflow" -> ObservationType.CHAIN;
            case "execute_tool" -> ObservationType.TOOL;
            case "retrieval" -> ObservationType.RETRIEVER;
            default -> ObservationType.SPAN;
        };
    }

    private static ObservationType openInference(String kind) {
        return switch (kind) {
            case "LLM" -> ObservationType.GENERATION;
            case "RERANKER" -> ObservationType.RETRIEVER;
            default -> ObservationType.of(kind).orElse(ObservationType.SPAN);
        };
    }

    private static ObservationType requestType(String type) {
        return switch (type) {
            case "chat", "completion" -> ObservationType.GENERATION;
            case "embedding" -> ObservationType.EMBEDDING;
            case "rerank" -> ObservationType.RETRIEVER;
            default -> ObservationType.SPAN;
        };
    }

    private static ObservationType traceloop(String kind) {
        return kind.equals("workflow")
                ? ObservationType.CHAIN
                : ObservationType.of(kind).orElse(ObservationType.SPAN);
    }

    /// Of a span that failed: its status, or the exception that it recorded.
    private static String message(ReceivedSpan span) {
        return span.message().isEmpty() && span.failed()
                ? span.events().stream()
                        .map(event -> event.attributes().get("exception.message"))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .findFirst()
                        .orElse("")
                : span.message();
    }

    private static Map<String, Object> rest(Attributes said, ReceivedSpan span) {
        Map<String, Object> rest = new LinkedHashMap<>(said.left());
        if (!span.scope().isEmpty()) {
            rest.put("otel.scope.name", span.scope());
        }
        return rest;
    }

    private static TokenUsage usage(Attributes said) {
        Map<String, BigDecimal> details = said.numbers("langfuse.observation.usage_details");
        if (!details.isEmpty()) {
            return langfuse(details);
        }
        return of(
                said.count("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt"),
                said.count(
                        "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion"),
                said.count(
                        "gen_ai.usage.cache_read.input_tokens",
                        "gen_ai.usage.cache_read_input_tokens",
                        "llm.token_count.prompt_details.cache_read"),
                said.count(
                        "gen_ai.usage.reasoning.output_tokens",
                        "gen_ai.usage.reasoning_tokens",
                        "llm.token_count.completion_details.reasoning"));
    }

    /// Langfuse counts apart what has a name of its own: `input` is what is neither cached nor otherwise told, and the
    /// whole input is the sum of all whose names have it in them. Usage in the words of OpenAI's API counts parts
    /// within their whole.
    private static TokenUsage langfuse(Map<String, BigDecimal> details) {
        if (details.containsKey("prompt_tokens")) {
            return of(
                    count(details, "prompt_tokens"),
                    count(details, "completion_tokens"),
                    Optional.empty(),
                    Optional.empty());
        }
        long input = 0;
        long output = 0;
        long cached = 0;
        long reasoning = 0;
        for (Map.Entry<String, BigDecimal> each : details.entrySet()) {
            long tokens = each.getValue().longValue();
            if (each.getKey().contains("input")) {
                input += tokens;
                cached += each.getKey().contains("cached") || each.getKey().contains("cache_read") ? tokens : 0;
            } else if (each.getKey().contains("output")) {
                output += tokens;
                reasoning += each.getKey().contains("reasoning") ? tokens : 0;
            }
        }
        return of(
                Optional.of(input),
                Optional.of(output),
                Optional.of(cached).filter(tokens -> tokens > 0),
                Optional.of(reasoning).filter(tokens -> tokens > 0));
    }

    private static Optional<Long> count(Map<String, BigDecimal> details, String name) {
        return Optional.ofNullable(details.get(name)).map(BigDecimal::longValue);
    }

    /// Parts that are larger than their whole are left out: somebody counts them apart, or wrong.
    private static TokenUsage of(
            Optional<Long> input, Optional<Long> output, Optional<Long> cached, Optional<Long> reasoning) {
        long in = input.orElse(0L);
        long out = output.orElse(0L);
        return new TokenUsage(
                in,
                out,
                cached.filter(tokens -> tokens <= in).orElse(null),
                null,
                reasoning.filter(tokens -> tokens <= out).orElse(null),
                false);
    }

    private static @Nullable Long cost(Attributes said) {
        Map<String, BigDecimal> details = said.numbers("langfuse.observation.cost_details");
        Optional<BigDecimal> total = details.isEmpty()
                ? said.amount("gen_ai.usage.cost", "llm.cost.total")
                : Optional.ofNullable(details.get("total"))
                        .or(() -> Optional.of(details.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add)));
        return total.filter(amount -> amount.compareTo(MOST) <= 0)
                .map(amount -> amount.multiply(MILLION)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact())
                .orElse(null);
    }
}

package io.aiplat.telemetry;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.metric.RouteLabels;
import io.aiplat.telemetry.request.CacheOutcome;
import io.aiplat.telemetry.request.RequestParameters;
import io.aiplat.telemetry.span.GatewaySpan;
import io.aiplat.telemetry.span.RequestSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says in the convention's words what a record knows. Runs on a thread of the exporter or of the
/// store, never on a request's.
final class Spans {
    private final SemanticConvention convention;

    Spans(SemanticConvention convention) {
        this.convention = convention;
    }

    /// Spans as a store takes them, with what was said where that is recorded.
    RequestSpans of(RequestRecord request) {
        TraceContext trace = request.trace();
        String traceId = trace.traceId();
        String own = Hex.of(trace.span());
        List<GatewaySpan> spans = new ArrayList<>(1 + request.attempts().size());
        spans.add(new GatewaySpan(
                traceId,
                own,
                trace.parent() == 0 ? "" : Hex.of(trace.parent()),
                name(request),
                request.epochNanos(request.began()),
                request.epochNanos(request.ended()),
                failed(request),
                map(attributes(request))));
        for (AttemptRecord attempt : request.attempts()) {
            spans.add(new GatewaySpan(
                    traceId,
                    Hex.of(attempt.span()),
                    own,
                    name(attempt),
                    request.epochNanos(attempt.began()),
                    request.epochNanos(attempt.ended()),
                    attempt.error() != null,
                    map(attributes(request, attempt, request.recorded()))));
        }
        return new RequestSpans(Objects.requireNonNullElse(request.key(), ""), request.team(), spans);
    }

    private static Map<String, Object> map(Attributes attributes) {
        Map<String, Object> map = new LinkedHashMap<>();
        attributes.forEach((key, value) -> map.put(key.getKey(), value));
        return map;
    }

    /// Whether its span says that it failed: what the client asked wrongly is no failure of a server.
    static boolean failed(RequestRecord request) {
        return request.status() >= 500;
    }

    static String name(RequestRecord request) {
        String route = request.surface().route();
        return route.isEmpty() ? request.method() : request.method() + " " + route;
    }

    static String name(AttemptRecord attempt) {
        RouteLabels labels = attempt.meter().labels();
        return labels.surface().operation() + " " + labels.model();
    }

    Attributes attributes(RequestRecord request) {
        AttributesBuilder into = Attributes.builder();
        into.put(SpanAttribute.METHOD.text(), request.method());
        into.put(SpanAttribute.PATH.text(), request.path());
        into.put(SpanAttribute.SCHEME.text(), "http");
        if (!request.surface().route().isEmpty()) {
            into.put(SpanAttribute.ROUTE.text(), request.surface().route());
        }
        into.put(SpanAttribute.STATUS.whole(), (long) request.status());
        into.put(SpanAttribute.REQUEST_ID.text(), request.id());
        said(into, SpanAttribute.KEY.text(), request.key());
        said(into, SpanAttribute.TEAM.text(), request.team());
        said(into, SpanAttribute.ASKED_MODEL.text(), request.asked());
        said(into, SpanAttribute.REQUEST_ERROR.text(), request.error());
        if (request.cache() != CacheOutcome.OFF) {
            into.put(SpanAttribute.CACHE.text(), request.cache().label());
        }
        return into.build();
    }

    /// @param content whether with what was said
    Attributes attributes(RequestRecord request, AttemptRecord attempt, boolean content) {
        AttributesBuilder into = Attributes.builder();
        RouteLabels labels = attempt.meter().labels();
        into.put(SpanAttribute.OPERATION.text(), labels.surface().operation());
        into.put(SpanAttribute.PROVIDER.text(), labels.provider());
        into.put(SpanAttribute.MODEL.text(), labels.model());
        into.put(SpanAttribute.UPSTREAM.text(), labels.upstream());
        if (attempt.address() != null) {
            into.put(SpanAttribute.ADDRESS.text(), attempt.address());
            into.put(SpanAttribute.PORT.whole(), (long) attempt.port());
        }
        asked(into, request);
        answered(into, request, attempt);
        used(into, attempt.usage());
        seconds(into, SpanAttribute.SLOT, attempt.slotNanos());
        seconds(into, SpanAttribute.GPU, attempt.gpuNanos());
        String currency = request.currency();
        if (currency != null && attempt.costMicros() >= 0) {
            into.put(SpanAttribute.COST.number(), attempt.costMicros() / 1e6);
            into.put(SpanAttribute.CURRENCY.text(), currency);
        }
        if (content) {
            said(into, SpanAttribute.INPUT.text(), request.input());
            said(into, SpanAttribute.OUTPUT.text(), request.output());
        }
        return into.build();
    }

    private void asked(AttributesBuilder into, RequestRecord request) {
        RequestParameters parameters = request.parameters();
        if (request.isStream()) {
            into.put(SpanAttribute.STREAM.flag(), true);
        }
        said(into, SpanAttribute.MAX_TOKENS.whole(), parameters.maxTokens());
        said(into, SpanAttribute.TEMPERATURE.number(), parameters.temperature());
        said(into, SpanAttribute.TOP_P.number(), parameters.topP());
        said(into, SpanAttribute.SEED.whole(), parameters.seed());
        said(into, SpanAttribute.FREQUENCY_PENALTY.number(), parameters.frequencyPenalty());
        said(into, SpanAttribute.PRESENCE_PENALTY.number(), parameters.presencePenalty());
        said(into, SpanAttribute.OUTPUT_TYPE.text(), parameters.outputType());
        Long choices = parameters.choices();
        if (choices != null && choices != 1) {
            into.put(SpanAttribute.CHOICES.whole(), choices);
        }
        if (!parameters.stop().isEmpty()) {
            into.put(SpanAttribute.STOP.texts(), parameters.stop());
        }
        Double topK = parameters.topK();
        switch (convention) {
            case V1_41 -> said(into, SpanAttribute.TOP_K.number(), topK);
            case LATEST -> {
                said(into, SpanAttribute.TOP_K.whole(), topK == null ? null : topK.longValue());
                said(into, SpanAttribute.REASONING_LEVEL.text(), parameters.reasoningLevel());
            }
        }
    }

    private static void answered(AttributesBuilder into, RequestRecord request, AttemptRecord attempt) {
        said(into, SpanAttribute.RESPONSE_ID.text(), attempt.responseId());
        said(into, SpanAttribute.RESPONSE_MODEL.text(), attempt.responseModel());
        said(into, SpanAttribute.ATTEMPT_ERROR.text(), attempt.error());
        String reason = attempt.finishReason();
        if (reason != null) {
            into.put(SpanAttribute.FINISH_REASONS.texts(), List.of(reason));
        }
        if (request.isStream() && attempt.toFirstChunk() >= 0) {
            into.put(SpanAttribute.FIRST_CHUNK.number(), attempt.toFirstChunk() / 1e9);
        }
    }

    private void used(AttributesBuilder into, TokenUsage usage) {
        counted(into, SpanAttribute.INPUT_TOKENS, usage.inputTokens());
        counted(into, SpanAttribute.OUTPUT_TOKENS, usage.outputTokens());
        counted(into, SpanAttribute.CACHE_READ, usage.cached());
        counted(into, SpanAttribute.REASONING_TOKENS, usage.reasoning());
        switch (convention) {
            case V1_41 -> counted(into, SpanAttribute.CACHE_CREATION, usage.written());
            case LATEST -> counted(into, SpanAttribute.CACHE_WRITE, usage.written());
        }
        if (usage.estimated()) {
            into.put(SpanAttribute.ESTIMATED.flag(), true);
        }
    }

    private static void seconds(AttributesBuilder into, SpanAttribute attribute, long nanos) {
        if (nanos > 0) {
            into.put(attribute.number(), nanos / 1e9);
        }
    }

    private static void counted(AttributesBuilder into, SpanAttribute attribute, long tokens) {
        if (tokens > 0) {
            into.put(attribute.whole(), tokens);
        }
    }

    private static <T> void said(AttributesBuilder into, AttributeKey<T> key, @Nullable T value) {
        if (value != null) {
            into.put(key, value);
        }
    }
}

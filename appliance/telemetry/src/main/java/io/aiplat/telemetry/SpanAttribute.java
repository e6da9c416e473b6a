package io.aiplat.telemetry;

import static io.aiplat.telemetry.SpanAttribute.On.ATTEMPT;
import static io.aiplat.telemetry.SpanAttribute.On.REQUEST;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/// Every attribute of our spans. Names are a promise: docs/reference/telemetry.md is made of this table.
enum SpanAttribute {
    METHOD(REQUEST, "http.request.method", "the method"),
    PATH(REQUEST, "url.path", "the path that is meant: without doubled slashes, and with `/v1`"),
    SCHEME(REQUEST, "url.scheme", "`http`: what aiplat itself speaks, whatever stands before it"),
    ROUTE(REQUEST, "http.route", "the endpoint"),
    STATUS(REQUEST, "http.response.status_code", "what the client got"),
    REQUEST_ID(REQUEST, "aiplat.request.id", "as in `x-request-id`"),
    KEY(REQUEST, "aiplat.key.name", "name of the key, never the key"),
    TEAM(REQUEST, "aiplat.team.name", "its team"),
    CACHE(REQUEST, "aiplat.cache", "`hit` or `miss`, when the cache was asked"),
    ASKED_MODEL(REQUEST, "aiplat.request.model", "the model in the client's words"),
    REQUEST_ERROR(REQUEST, "error.type", "code of the error the client got"),

    OPERATION(ATTEMPT, "gen_ai.operation.name", "`chat`, `text_completion`, `embeddings`"),
    PROVIDER(ATTEMPT, "gen_ai.provider.name", "`openai`, `anthropic`, `ollama`"),
    MODEL(ATTEMPT, "gen_ai.request.model", "the model the upstream was asked for"),
    UPSTREAM(ATTEMPT, "aiplat.upstream.name", "the upstream"),
    ADDRESS(ATTEMPT, "server.address", "its host; none when it runs in this process"),
    PORT(ATTEMPT, "server.port", "its port"),
    STREAM(ATTEMPT, "gen_ai.request.stream", "true when streamed, else left out"),
    MAX_TOKENS(ATTEMPT, "gen_ai.request.max_tokens", "when the client said so"),
    TEMPERATURE(ATTEMPT, "gen_ai.request.temperature", "when the client said so"),
    TOP_P(ATTEMPT, "gen_ai.request.top_p", "when the client said so"),
    TOP_K(ATTEMPT, "gen_ai.request.top_k", "when the client said so; a whole number in `latest`"),
    SEED(ATTEMPT, "gen_ai.request.seed", "when the client said so"),
    CHOICES(ATTEMPT, "gen_ai.request.choice.count", "`n`, when it is not 1"),
    STOP(ATTEMPT, "gen_ai.request.stop_sequences", "when the client said so"),
    FREQUENCY_PENALTY(ATTEMPT, "gen_ai.request.frequency_penalty", "when the client said so"),
    PRESENCE_PENALTY(ATTEMPT, "gen_ai.request.presence_penalty", "when the client said so"),
    REASONING_LEVEL(ATTEMPT, "gen_ai.request.reasoning.level", "when the client said so; only in `latest`"),
    OUTPUT_TYPE(ATTEMPT, "gen_ai.output.type", "`json` when asked for"),
    RESPONSE_ID(ATTEMPT, "gen_ai.response.id", "the upstream's own id"),
    RESPONSE_MODEL(ATTEMPT, "gen_ai.response.model", "the model the upstream says it is"),
    FINISH_REASONS(ATTEMPT, "gen_ai.response.finish_reasons", "why it stopped"),
    FIRST_CHUNK(ATTEMPT, "gen_ai.response.time_to_first_chunk", "seconds, when streamed"),
    INPUT_TOKENS(ATTEMPT, "gen_ai.usage.input_tokens", "tokens read"),
    OUTPUT_TOKENS(ATTEMPT, "gen_ai.usage.output_tokens", "tokens made"),
    CACHE_READ(ATTEMPT, "gen_ai.usage.cache_read.input_tokens", "of those read, how many from the upstream's cache"),
    CACHE_CREATION(
            ATTEMPT, "gen_ai.usage.cache_creation.input_tokens", "tokens the upstream's cache learnt; only in `1.41`"),
    CACHE_WRITE(
            ATTEMPT, "gen_ai.usage.cache_write.input_tokens", "tokens the upstream's cache learnt; only in `latest`"),
    REASONING_TOKENS(ATTEMPT, "gen_ai.usage.reasoning.output_tokens", "of those made, how many were reasoning"),
    ESTIMATED(ATTEMPT, "aiplat.usage.estimated", "true when the upstream gave no figures, else left out"),
    SLOT(ATTEMPT, "aiplat.slot_seconds", "seconds that it held a place at a server of ours"),
    GPU(ATTEMPT, "aiplat.gpu_seconds", "seconds of a GPU that fall to it, at a server of ours that has any"),
    COST(ATTEMPT, "gen_ai.usage.cost", "in units of the currency, where there is a price; Langfuse's name for it"),
    CURRENCY(ATTEMPT, "aiplat.currency", "of the cost"),
    INPUT(ATTEMPT, "gen_ai.input.messages", "the prompt, only when asked for"),
    OUTPUT(ATTEMPT, "gen_ai.output.messages", "the answer, only when asked for"),
    ATTEMPT_ERROR(ATTEMPT, "error.type", "why the attempt failed");

    /// Which span has it.
    enum On {
        /// The SERVER span, one for each request.
        REQUEST,
        /// The CLIENT span, one for each attempt at an upstream.
        ATTEMPT
    }

    private final On on;
    private final String id;
    private final String says;

    SpanAttribute(On on, String id, String says) {
        this.on = on;
        this.id = id;
        this.says = says;
    }

    On on() {
        return on;
    }

    String id() {
        return id;
    }

    String says() {
        return says;
    }

    AttributeKey<String> text() {
        return AttributeKey.stringKey(id);
    }

    AttributeKey<Long> whole() {
        return AttributeKey.longKey(id);
    }

    AttributeKey<Double> number() {
        return AttributeKey.doubleKey(id);
    }

    AttributeKey<Boolean> flag() {
        return AttributeKey.booleanKey(id);
    }

    AttributeKey<List<String>> texts() {
        return AttributeKey.stringArrayKey(id);
    }
}

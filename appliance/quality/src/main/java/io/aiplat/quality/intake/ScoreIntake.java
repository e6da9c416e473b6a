package io.aiplat.quality.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.page.IngestEndpoint;
import io.aiplat.gateway.page.IngestRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.quality.trace.TraceScore;
import io.aiplat.quality.trace.TraceStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Receiver of scores in Langfuse's words: one by one
/// (https://api.reference.langfuse.com/#tag/score/POST/api/public/scores), or in the batches of its clients, of which
/// nothing else is taken.
public final class ScoreIntake implements IngestEndpoint {
    private static final String ONE = "/api/public/scores";
    private static final String BATCH = "/api/public/ingestion";
    private static final String EVENT = "score-create";
    private static final int MOST = 4 << 20;
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern OBSERVATION = Pattern.compile("[0-9a-f]{16}");
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final TraceStore store;
    private final InstantSource clock;

    /// @param clock of scores
    public ScoreIntake(TraceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Set<String> paths() {
        return Set.of(ONE, BATCH);
    }

    @Override
    public int most() {
        return MOST;
    }

    /// Why a score is none.
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    @Override
    public PageResponse take(IngestRequest request) {
        JsonNode json;
        try {
            json = MAPPER.readTree(
                    request.content().array(), 0, request.content().limit());
        } catch (JsonProcessingException e) {
            return answer(400, error("It is no JSON: " + e.getOriginalMessage() + "."));
        } catch (IOException e) {
            return answer(400, error("It cannot be read: " + e.getMessage() + "."));
        }
        return request.path().equals(BATCH) ? batch(json) : one(json);
    }

    private PageResponse one(JsonNode json) {
        try {
            return answer(200, MAPPER.createObjectNode().put("id", keep(json)));
        } catch (Refused refused) {
            return answer(400, error(String.valueOf(refused.getMessage())));
        }
    }

    /// Each event has a status of its own, and the whole is 207, as clients expect it.
    private PageResponse batch(JsonNode json) {
        ObjectNode all = MAPPER.createObjectNode();
        ArrayNode kept = all.putArray("successes");
        ArrayNode refused = all.putArray("errors");
        for (JsonNode event : json.path("batch")) {
            String id = event.path("id").asText("");
            try {
                if (!event.path("type").asText("").equals(EVENT)) {
                    throw new Refused("Events of the type " + event.path("type").asText("")
                            + " are not taken; traces are sent to " + SpanIntake.LANGFUSE + ".");
                }
                keep(event.path("body"));
                kept.addObject().put("id", id).put("status", 201);
            } catch (Refused why) {
                refused.addObject().put("id", id).put("status", 400).put("message", why.getMessage());
            }
        }
        return answer(207, all);
    }

    /// @return its identifier
    private String keep(JsonNode score) throws Refused {
        String trace = score.path("traceId").asText("");
        if (!TRACE.matcher(trace).matches()) {
            throw new Refused("traceId is the identifier of a trace: 32 hexadecimal digits in small letters.");
        }
        String observation = score.path("observationId").asText("");
        if (!observation.isEmpty() && !OBSERVATION.matcher(observation).matches()) {
            throw new Refused("observationId is that of a span: 16 hexadecimal digits in small letters.");
        }
        String name = score.path("name").asText("");
        if (name.isEmpty()) {
            throw new Refused("name says what is scored.");
        }
        JsonNode value = score.path("value");
        if (!value.isNumber() && !value.isTextual() && !value.isBoolean()) {
            throw new Refused("value is a number, a word, or true or false.");
        }
        String id = text(score, "id");
        String named = id == null ? UUID.randomUUID().toString() : id;
        store.add(new TraceScore(
                named,
                trace,
                observation.isEmpty() ? null : observation,
                name,
                number(value),
                value.isTextual() ? value.asText() : null,
                text(score, "comment"),
                clock.millis()));
        return named;
    }

    private static @Nullable Double number(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? 1.0 : 0.0;
        }
        return value.isNumber() ? value.doubleValue() : null;
    }

    private static @Nullable String text(JsonNode object, String field) {
        String text = object.path(field).asText("");
        return text.isEmpty() ? null : text;
    }

    private static ObjectNode error(String why) {
        return MAPPER.createObjectNode().put("message", why).put("error", "InvalidRequestError");
    }

    private static PageResponse answer(int status, JsonNode body) {
        return PageResponse.of(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }
}

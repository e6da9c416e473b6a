package io.aiplat.quality.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reader of spans in JSON, as OTLP has it: identifiers are hexadecimal, large numbers may be texts
/// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).
public final class OtlpJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .build();

    private OtlpJson() {}

    /// Reads an export.
    ///
    /// @param length of the part of the bytes that is meant, from their beginning
    /// @throws MalformedOtlp if it is none
    public static ExportedSpans read(byte[] bytes, int length) {
        SpanCollector spans = new SpanCollector();
        for (JsonNode resource : list(tree(bytes, length), "resourceSpans")) {
            Map<String, Object> sender = attributes(resource.path("resource"));
            for (JsonNode scope : list(resource, "scopeSpans")) {
                String library = scope.path("scope").path("name").asText("");
                for (JsonNode span : list(scope, "spans")) {
                    spans.add(span(span), sender, library);
                }
            }
        }
        return spans.all();
    }

    private static JsonNode tree(byte[] bytes, int length) {
        try {
            JsonNode tree = MAPPER.readTree(bytes, 0, length);
            if (!tree.isObject()) {
                throw new MalformedOtlp("It is JSON, and no object.");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new MalformedOtlp("It is no JSON: " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            throw new MalformedOtlp("It cannot be read: " + e.getMessage() + ".");
        }
    }

    private static JsonNode list(JsonNode object, String field) {
        JsonNode list = object.path(field);
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            throw new MalformedOtlp(field + " is no list.");
        }
        return list;
    }

    private static SpanCollector.Draft span(JsonNode span) {
        SpanCollector.Draft draft = new SpanCollector.Draft();
        draft.trace = id(span, "traceId");
        draft.id = id(span, "spanId");
        draft.parent = id(span, "parentSpanId");
        draft.name = span.path("name").asText("");
        draft.started = number(span.path("startTimeUnixNano"));
        draft.ended = number(span.path("endTimeUnixNano"));
        JsonNode status = span.path("status");
        draft.message = status.path("message").asText("");
        // The encoding asks for numbers; some write the word.
        draft.failed = status.path("code").asInt(0) == 2
                || status.path("code").asText("").equals("STATUS_CODE_ERROR");
        draft.attributes = attributes(span);
        for (JsonNode event : list(span, "events")) {
            draft.events.add(new ReceivedSpan.Event(
                    event.path("name").asText(""), number(event.path("timeUnixNano")), attributes(event)));
        }
        return draft;
    }

    private static String id(JsonNode span, String field) {
        return span.path(field).asText("").toLowerCase(Locale.ROOT);
    }

    private static long number(JsonNode value) {
        if (value.isTextual()) {
            try {
                return Long.parseLong(value.asText());
            } catch (NumberFormatException _) {
                throw new MalformedOtlp("A time is \"" + value.asText() + "\", and no number of nanoseconds.");
            }
        }
        return value.asLong(0);
    }

    private static Map<String, Object> attributes(JsonNode object) {
        return entries(list(object, "attributes"));
    }

    private static Map<String, Object> entries(JsonNode list) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (JsonNode each : list) {
            attributes.put(each.path("key").asText(""), value(each.path("value")));
        }
        return attributes;
    }

    private static Object value(JsonNode any) {
        for (Map.Entry<String, JsonNode> each : any.properties()) {
            JsonNode value = each.getValue();
            switch (each.getKey()) {
                case "stringValue", "bytesValue" -> {
                    return value.asText("");
                }
                case "boolValue" -> {
                    return value.asBoolean();
                }
                case "intValue" -> {
                    return number(value);
                }
                case "doubleValue" -> {
                    return value.asDouble();
                }
                case "arrayValue" -> {
                    List<Object> values = new ArrayList<>();
                    list(value, "values").forEach(inner -> values.add(value(inner)));
                    return values;
                }
                case "kvlistValue" -> {
                    return entries(list(value, "values"));
                }
                default -> {}
            }
        }
        return "";
    }
}

package io.aiplat.quality.otlp;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reader of spans in Protocol Buffers: `ExportTraceServiceRequest` of
/// [opentelemetry-proto 1.x](https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto).
/// The numbers of its fields are promised to stay.
public final class OtlpProtobuf {
    private static final int ERROR = 2;

    /// Values may hold values; nobody needs more of that.
    private static final int DEEPEST = 16;

    private OtlpProtobuf() {}

    /// Reads an export.
    ///
    /// @param length of the part of the bytes that is meant, from their beginning
    /// @throws MalformedOtlp if it is none
    public static ExportedSpans read(byte[] bytes, int length) {
        SpanCollector spans = new SpanCollector();
        ProtobufReader request = new ProtobufReader(bytes, 0, length);
        for (int field = request.next(); field != 0; field = request.next()) {
            if (field == 1) {
                resourceSpans(request.message(), spans);
            } else {
                request.skip();
            }
        }
        return spans.all();
    }

    private static void resourceSpans(ProtobufReader in, SpanCollector spans) {
        Map<String, Object> resource = new LinkedHashMap<>();
        List<ProtobufReader> scopes = new ArrayList<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> resource.putAll(attributesOf(in.message(), 1));
                case 2 -> scopes.add(in.message());
                default -> in.skip();
            }
        }
        scopes.forEach(scope -> scopeSpans(scope, resource, spans));
    }

    private static void scopeSpans(ProtobufReader in, Map<String, Object> resource, SpanCollector spans) {
        String scope = "";
        List<ProtobufReader> found = new ArrayList<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> scope = textOf(in.message(), 1);
                case 2 -> found.add(in.message());
                default -> in.skip();
            }
        }
        for (ProtobufReader span : found) {
            spans.add(span(span), resource, scope);
        }
    }

    private static SpanCollector.Draft span(ProtobufReader in) {
        SpanCollector.Draft draft = new SpanCollector.Draft();
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> draft.trace = HexFormat.of().formatHex(in.bytes());
                case 2 -> draft.id = HexFormat.of().formatHex(in.bytes());
                case 4 -> draft.parent = HexFormat.of().formatHex(in.bytes());
                case 5 -> draft.name = in.text();
                case 7 -> draft.started = in.fixed();
                case 8 -> draft.ended = in.fixed();
                case 9 -> attribute(in.message(), attributes, DEEPEST);
                case 11 -> draft.events.add(event(in.message()));
                case 15 -> status(in.message(), draft);
                default -> in.skip();
            }
        }
        draft.attributes = attributes;
        return draft;
    }

    private static void status(ProtobufReader in, SpanCollector.Draft draft) {
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 2 -> draft.message = in.text();
                case 3 -> draft.failed = in.number() == ERROR;
                default -> in.skip();
            }
        }
    }

    private static ReceivedSpan.Event event(ProtobufReader in) {
        long at = 0;
        String name = "";
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> at = in.fixed();
                case 2 -> name = in.text();
                case 3 -> attribute(in.message(), attributes, DEEPEST);
                default -> in.skip();
            }
        }
        return new ReceivedSpan.Event(name, at, attributes);
    }

    private static Map<String, Object> attributesOf(ProtobufReader in, int number) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == number) {
                attribute(in.message(), attributes, DEEPEST);
            } else {
                in.skip();
            }
        }
        return attributes;
    }

    private static String textOf(ProtobufReader in, int number) {
        String text = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == number) {
                text = in.text();
            } else {
                in.skip();
            }
        }
        return text;
    }

    private static void attribute(ProtobufReader in, Map<String, Object> into, int deep) {
        String key = "";
        Object value = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> key = in.text();
                case 2 -> value = value(in.message(), deep);
                default -> in.skip();
            }
        }
        into.put(key, value);
    }

    private static Object value(ProtobufReader in, int deep) {
        if (deep == 0) {
            throw new MalformedOtlp("A value holds values, " + DEEPEST + " and more times over.");
        }
        Object value = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> value = in.text();
                case 2 -> value = in.number() != 0;
                case 3 -> value = in.number();
                case 4 -> value = in.real();
                case 5 -> value = list(in.message(), deep - 1);
                case 6 -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    ProtobufReader entries = in.message();
                    for (int each = entries.next(); each != 0; each = entries.next()) {
                        if (each == 1) {
                            attribute(entries.message(), map, deep - 1);
                        } else {
                            entries.skip();
                        }
                    }
                    value = map;
                }
                case 7 -> value = Base64.getEncoder().encodeToString(in.bytes());
                default -> in.skip();
            }
        }
        return value;
    }

    private static List<Object> list(ProtobufReader in, int deep) {
        List<Object> values = new ArrayList<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                values.add(value(in.message(), deep));
            } else {
                in.skip();
            }
        }
        return values;
    }
}

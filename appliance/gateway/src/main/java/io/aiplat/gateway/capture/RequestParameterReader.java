package io.aiplat.gateway.capture;

import io.aiplat.telemetry.request.RequestParameters;
import io.aiplat.wire.json.JsonObjectView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reader of request parameters for spans: what a client asks for beside its prompt, in any API's words.
final class RequestParameterReader {
    private RequestParameterReader() {}

    static RequestParameters of(JsonObjectView body) {
        return new RequestParameters(
                first(body, "max_completion_tokens", "max_tokens", "max_output_tokens"),
                number(body, "temperature"),
                number(body, "top_p"),
                number(body, "top_k"),
                first(body, "seed"),
                first(body, "n"),
                number(body, "frequency_penalty"),
                number(body, "presence_penalty"),
                stops(body),
                reasoning(body),
                outputType(body));
    }

    private static @Nullable Long first(JsonObjectView body, String... names) {
        for (String name : names) {
            OptionalLong value = body.integer(name);
            if (value.isPresent()) {
                return value.getAsLong();
            }
        }
        return null;
    }

    private static @Nullable Double number(JsonObjectView body, String name) {
        OptionalDouble value = body.number(name);
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static List<String> stops(JsonObjectView body) {
        List<String> stops = new ArrayList<>(CapturedInput.texts(body, "stop"));
        stops.addAll(CapturedInput.texts(body, "stop_sequences"));
        return stops;
    }

    private static @Nullable String reasoning(JsonObjectView body) {
        JsonObjectView reasoning = body.object("reasoning");
        return reasoning == null ? body.text("reasoning_effort") : reasoning.text("effort");
    }

    private static @Nullable String outputType(JsonObjectView body) {
        JsonObjectView text = body.object("text");
        JsonObjectView format = text == null ? body.object("response_format") : text.object("format");
        String type = format == null ? null : format.text("type");
        return type == null ? null : type.startsWith("json") ? "json" : "text";
    }
}

package io.aiplat.gateway.capture;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages as spans have them: OpenTelemetry's
/// [schema of input and output messages](https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/), their
/// texts alone.
final class SpanMessages {
    /// One of them.
    ///
    /// @param reason why it ended; null for what was asked
    record Message(
            String role, List<String> texts, @Nullable String reason) {}

    private SpanMessages() {}

    static String json(List<Message> messages) {
        byte[] json = ApiJson.bytes(to -> {
            to.writeStartArray();
            for (Message message : messages) {
                write(message, to);
            }
            to.writeEndArray();
        });
        return new String(json, StandardCharsets.UTF_8);
    }

    private static void write(Message message, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("role", message.role());
        to.writeArrayFieldStart("parts");
        for (String text : message.texts()) {
            to.writeStartObject();
            to.writeStringField("type", "text");
            to.writeStringField("content", text);
            to.writeEndObject();
        }
        to.writeEndArray();
        if (message.reason() != null) {
            to.writeStringField("finish_reason", message.reason());
        }
        to.writeEndObject();
    }
}

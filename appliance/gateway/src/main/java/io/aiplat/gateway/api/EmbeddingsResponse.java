package io.aiplat.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.inference.Embeddings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/// Embeddings response: vectors as OpenAI's clients read them.
public final class EmbeddingsResponse {
    private EmbeddingsResponse() {}

    /// Writes them.
    public static void write(JsonGenerator json, EmbeddingsCall call, Embeddings embeddings) throws IOException {
        json.writeStartObject();
        json.writeStringField("object", "list");
        json.writeArrayFieldStart("data");
        int index = 0;
        for (float[] vector : embeddings.vectors()) {
            json.writeStartObject();
            json.writeStringField("object", "embedding");
            json.writeNumberField("index", index++);
            json.writeFieldName("embedding");
            if (call.base64()) {
                json.writeString(base64(vector));
            } else {
                numbers(json, vector);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("model", call.model());
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", embeddings.inputTokens());
        json.writeNumberField("total_tokens", embeddings.inputTokens());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, float[] vector) throws IOException {
        json.writeStartArray();
        for (float number : vector) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    /// A vector as base64 of little-endian floats.
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}

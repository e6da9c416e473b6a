package io.aiplat.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.Embeddings;
import io.aiplat.models.ModelEngine;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/// `POST /v1/embeddings`.
final class EmbeddingsEndpoint implements Handler {
    private final ModelEngine engine;

    EmbeddingsEndpoint(ModelEngine engine) {
        this.engine = engine;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        EmbeddingsCall call = EmbeddingsCall.read(Json.read(request.content().inputStream()));
        Embeddings embeddings = engine.embed(call.model(), call.inputs());
        response.header(HeaderNames.CONTENT_TYPE, MediaTypes.APPLICATION_JSON_VALUE);
        response.send(Json.bytes(json -> write(json, call, embeddings)));
    }

    private static void write(JsonGenerator json, EmbeddingsCall call, Embeddings embeddings) throws IOException {
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

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}

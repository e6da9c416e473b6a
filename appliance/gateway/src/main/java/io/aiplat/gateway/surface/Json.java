package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.wire.http.RequestBody;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// How this room reads and writes JSON.
public final class Json {
    /// Between two values of one stream there is nothing: what separates SSE events is written by hand.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .rootValueSeparator("")
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Exchange.MAX_BODY_MIB << 20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// Of a body that is JSON.
    public static final String TYPE = "application/json";

    private Json() {}

    /// The object a client sent.
    ///
    /// @throws ApiException 400 if it is no JSON object
    public static Fields read(RequestBody body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(body.bytes(), 0, body.length());
        } catch (JsonProcessingException e) {
            throw notJson("The body is not valid JSON" + place(e.getLocation()) + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (root == null || root.isMissingNode()) {
            throw notJson("The body is empty; send a JSON object.");
        }
        if (!root.isObject()) {
            throw notJson("The body must be a JSON object.");
        }
        return new Fields(root, "", null);
    }

    /// Writes one value after the other into a stream; flushing it flushes the stream.
    public static JsonGenerator writer(OutputStream to) throws IOException {
        return FACTORY.createGenerator(to);
    }

    /// What `content` writes, as bytes.
    public static byte[] bytes(Content content) {
        try (ByteArrayBuilder buffer = new ByteArrayBuilder(512)) {
            try (JsonGenerator json = writer(buffer)) {
                content.writeTo(json);
            }
            return buffer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory does not fail", e);
        }
    }

    /// Writes one JSON value.
    @FunctionalInterface
    public interface Content {
        /// Writes it.
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static ApiException notJson(String message) {
        return new ApiException(ApiError.invalid(400, "invalid_json", null, message));
    }
}

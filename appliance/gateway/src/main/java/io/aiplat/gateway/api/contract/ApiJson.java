package io.aiplat.gateway.api.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.wire.http.RequestBody;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// JSON codec of this room: how it reads and writes.
public final class ApiJson {
    /// Between two values of one stream there is nothing: what separates SSE events is written by hand.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .rootValueSeparator("")
            // By default each thread keeps 16 KB of buffers, and each connection has a thread.
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Responder.MAX_BODY_MIB << 20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// Of a body that is JSON.
    public static final String TYPE = "application/json";

    /// Bytes a value of a tree takes at most, its name and its place in a set of names with it: 148 were measured
    /// of objects in objects, and what the tree is read into comes on top.
    private static final int OF_VALUE = 256;

    /// What its texts take: as characters while they are read, as strings, and in what is written of them.
    private static final int OF_BYTE = 4;

    private ApiJson() {}

    /// The memory that reading a document takes beside its bytes, in bytes: at most, so that it can be taken
    /// before.
    ///
    /// @param values as [io.aiplat.wire.json.JsonObjectView#values] counts them
    /// @param length bytes of the document
    public static long cost(int values, int length) {
        return (long) OF_VALUE * values + (long) OF_BYTE * length;
    }

    /// The object a client sent.
    ///
    /// @throws ApiException 400 if it is no JSON object
    public static RequestFields read(RequestBody body) {
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
        return new RequestFields(root, "", new DroppedParameters(false));
    }

    /// A value that a model or a client has written as text; null where it is none.
    public static @Nullable JsonNode value(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value == null || value.isMissingNode() ? null : value;
        } catch (JsonProcessingException _) {
            // Whoever asks has another use for it.
            return null;
        }
    }

    /// An object that a model or a client has written as text; null where it is none.
    public static @Nullable ObjectNode object(String text) {
        return value(text) instanceof ObjectNode object ? object : null;
    }

    /// Writes one value after the other into a stream; flushing it flushes the stream.
    public static JsonGenerator writer(OutputStream to) throws IOException {
        return FACTORY.createGenerator(to);
    }

    /// Reads what a server sent, token by token.
    public static JsonParser parser(byte[] bytes, int length) throws IOException {
        return FACTORY.createParser(bytes, 0, length);
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

    /// Writes a value that is JSON as text, which somebody else has made. A surrogate without its other half, which
    /// JSON has as an escape (`"cut \ud83d"`) and UTF-8 has not, is written as one again.
    public static void raw(JsonGenerator json, String value) throws IOException {
        json.writeRawValue(escaped(value));
    }

    /// JSON as text with nothing in it that UTF-8 cannot say.
    public static String escaped(String json) {
        int at = lone(json, 0);
        if (at == json.length()) {
            return json;
        }
        StringBuilder all = new StringBuilder(json.length() + 16);
        int from = 0;
        while (at < json.length()) {
            all.append(json, from, at).append("\\u").append(Integer.toHexString(json.charAt(at)));
            from = at + 1;
            at = lone(json, from);
        }
        return all.append(json, from, json.length()).toString();
    }

    /// Where the next surrogate is that has no other half; the end for none.
    private static int lone(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!Character.isSurrogate(c)) {
                at++;
            } else if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at += 2;
            } else {
                return at;
            }
        }
        return at;
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

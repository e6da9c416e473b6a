package io.aiplat.gateway.relay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.aiplat.gateway.api.EmbeddingsResponse;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.call.ModelCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Content coding of vectors: where a client wants base64 and a server answers in numbers, as many do that do
/// not know `encoding_format`, the numbers are written as base64. Clients of OpenAI ask for base64 unasked and
/// read whatever comes as such.
final class VectorEncoding {
    /// What base64 and the buffer it grows in take, for a byte of the answer.
    static final int OF_BYTE = 6;

    private static final String DATA = "data";
    private static final String VECTOR = "embedding";
    private static final int USUAL = 1024;

    private VectorEncoding() {}

    /// Whether the client of a request wants base64.
    static boolean isBase64(ModelCall call) {
        return call.endpoint().answers().hasVectors()
                && "base64".equals(call.json().word("encoding_format"));
    }

    /// The answer in base64; null if it has no vector in numbers, or is not what such an answer looks like.
    static byte @Nullable [] base64(byte[] answer, int length) {
        boolean[] changed = new boolean[1];
        try {
            byte[] base64 = ApiJson.bytes(json -> {
                try (JsonParser from = ApiJson.parser(answer, length)) {
                    changed[0] = copy(from, json);
                }
            });
            return changed[0] ? base64 : null;
        } catch (UncheckedIOException _) {
            // It is nothing that a parser takes; the client gets it as it is.
            return null;
        }
    }

    private static boolean copy(JsonParser from, JsonGenerator to) throws IOException {
        boolean changed = false;
        boolean inData = false;
        int depth = 0;
        for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
            String name = from.currentName();
            if (depth == 1 && token == JsonToken.START_ARRAY && DATA.equals(name)) {
                inData = true;
            } else if (depth == 1 && token == JsonToken.FIELD_NAME) {
                inData = false;
            }
            if (inData && depth == 3 && token == JsonToken.START_ARRAY && VECTOR.equals(name)) {
                float[] vector = numbers(from);
                if (vector == null) {
                    return false;
                }
                to.writeString(EmbeddingsResponse.base64(vector));
                changed = true;
                continue;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            to.copyCurrentEventExact(from);
        }
        return changed;
    }

    private static float @Nullable [] numbers(JsonParser from) throws IOException {
        float[] numbers = new float[USUAL];
        int count = 0;
        for (JsonToken token = from.nextToken(); token != JsonToken.END_ARRAY; token = from.nextToken()) {
            if (!token.isNumeric()) {
                return null;
            }
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = from.getFloatValue();
        }
        return Arrays.copyOf(numbers, count);
    }
}

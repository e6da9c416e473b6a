package io.aiplat.gateway;

import io.aiplat.wire.Segment;
import io.aiplat.wire.json.Elements;
import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.TopLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Embeddings as base64 of little-endian floats (`encoding_format`), out of an answer with numbers: many servers do
/// not know the field, and the SDKs that ask for it read a list as something else.
final class EncodedVectors {
    private EncodedVectors() {}

    /// Whether a client wants them so.
    static boolean areWanted(ModelCall call) {
        return call.operation() == Operation.EMBEDDINGS && "base64".equals(call.json().word("encoding_format"));
    }

    /// The answer with each vector that is a list encoded.
    ///
    /// @param answer in its bytes, which the segments share
    static List<Segment> in(TopLevel answer, int length) {
        byte[] bytes = answer.bytes();
        List<Segment> all = new ArrayList<>();
        int from = 0;
        Elements data = answer.elements("data");
        while (data.next()) {
            TopLevel one = data.object();
            if (one != null && one.kind("embedding") == Kind.ARRAY) {
                int begin = one.valueBegin("embedding");
                all.add(new Segment(bytes, from, begin - from));
                all.add(Segment.of(encoded(one)));
                from = one.valueEnd("embedding");
            }
        }
        all.add(new Segment(bytes, from, length - from));
        return all;
    }

    private static byte[] encoded(TopLevel one) {
        Elements numbers = one.elements("embedding");
        int count = 0;
        while (numbers.next()) {
            count++;
        }
        ByteBuffer floats = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Elements again = one.elements("embedding");
        while (again.next()) {
            boolean number = again.kind() == Kind.NUMBER;
            floats.putFloat(
                    number
                            ? Float.parseFloat(new String(
                                    one.bytes(), again.begin(), again.end() - again.begin(), StandardCharsets.US_ASCII))
                            : Float.NaN);
        }
        return ('"' + Base64.getEncoder().encodeToString(floats.array()) + '"').getBytes(StandardCharsets.US_ASCII);
    }
}

package io.aiplat.gateway.api;

import io.aiplat.gateway.api.contract.RequestFields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Embeddings request, as it was asked for.
///
/// @param model      as the client wrote it
/// @param inputs     texts, in the order of the vectors
/// @param dimensions numbers that each vector shall have; null for as many as the model gives
/// @param base64     whether vectors are wanted as base64 of little-endian floats instead of numbers
public record EmbeddingsCall(
        String model, List<String> inputs, @Nullable Integer dimensions, boolean base64) {
    /// How long vectors shall be, as a field of the request.
    public static final String DIMENSIONS = "dimensions";

    private static final int MOST_INPUTS = 2048;
    private static final int MOST_DIMENSIONS = 1 << 20;
    private static final Set<String> KNOWN = Set.of("model", "input", "encoding_format", DIMENSIONS);

    /// Reads them.
    ///
    /// @throws ApiException naming the field at fault
    public static EmbeddingsCall read(RequestFields body) {
        body.only(KNOWN);
        Long dimensions = body.integer(DIMENSIONS, n -> n >= 1 && n <= MOST_DIMENSIONS, "from 1 to " + MOST_DIMENSIONS);
        return new EmbeddingsCall(
                body.requiredText("model"),
                TextInputs.read(body, "input", MOST_INPUTS),
                dimensions == null ? null : Math.toIntExact(dimensions),
                isBase64(body));
    }

    /// The same with vectors as long as the model gives them.
    public EmbeddingsCall withoutDimensions() {
        return new EmbeddingsCall(model, inputs, null, base64);
    }

    private static boolean isBase64(RequestFields body) {
        String format = body.text("encoding_format");
        return switch (format) {
            case null -> false;
            case "float" -> false;
            case "base64" -> true;
            default -> throw body.invalid("encoding_format", "must be 'float' or 'base64'");
        };
    }
}

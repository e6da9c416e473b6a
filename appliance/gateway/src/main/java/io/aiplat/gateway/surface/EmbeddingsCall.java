package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// Embeddings as they were asked for.
///
/// @param base64 whether vectors are wanted as base64 of little-endian floats instead of numbers
public record EmbeddingsCall(String model, List<String> inputs, boolean base64) {
    private static final int MOST_INPUTS = 2048;
    private static final Set<String> KNOWN = Set.of("model", "input", "encoding_format", "user", "dimensions");

    /// Reads them.
    ///
    /// @throws ApiException naming the field at fault
    public static EmbeddingsCall read(Fields body) {
        body.only(KNOWN);
        if (body.has("dimensions")) {
            body.cannot("dimensions", "Vectors have the length the model gives them.");
        }
        return new EmbeddingsCall(body.requiredText("model"), inputs(body), isBase64(body));
    }

    private static boolean isBase64(Fields body) {
        String format = body.text("encoding_format");
        return switch (format) {
            case null -> false;
            case "float" -> false;
            case "base64" -> true;
            default -> throw body.invalid("encoding_format", "must be 'float' or 'base64'");
        };
    }

    private static List<String> inputs(Fields body) {
        JsonNode input = body.any("input");
        if (input == null) {
            throw body.missing("input");
        }
        if (input.isArray()
                && !input.isEmpty()
                && (input.get(0).isNumber() || input.get(0).isArray())) {
            throw body.unsupported("input", "Send text; token numbers of another tokenizer mean nothing here.");
        }
        if (!input.isTextual() && !input.isArray()) {
            throw body.wrongType("input", "a string or an array of strings", input);
        }
        List<String> inputs = body.texts("input");
        if (inputs.isEmpty() || inputs.contains("")) {
            throw body.invalid("input", "must not be empty");
        }
        if (inputs.size() > MOST_INPUTS) {
            throw body.invalid("input", "must have at most " + MOST_INPUTS + " texts");
        }
        return inputs;
    }
}

package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufMetadata;
import io.aiplat.supply.gguf.GgufTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Metadata of a GGUF file as Ollama's `/api/show` has it under `model_info`. Long lists are missing there, such as
/// how many heads each layer has; what that costs is an estimate from above.
public final class OllamaMetadata {
    private OllamaMetadata() {}

    /// What an answer of `/api/show` says of a model, in the form of a file's header. Its tensors are not said there,
    /// so
    /// its size is taken to be that of its layers.
    ///
    /// @param bytes on disk
    public static GgufHeader header(JsonNode show, long bytes) {
        JsonNode entries = show.path("model_info");
        String architecture = entries.path("general.architecture").asText();
        GgufMetadata metadata = of(architecture, entries);
        int layers = (int) metadata.number("block_count", 0);
        JsonNode pooling = entries.path(architecture + ".pooling_type");
        return new GgufHeader(
                architecture,
                entries.path(architecture + ".context_length").asInt(),
                layers,
                (int) metadata.number("embedding_length", 0),
                pooling.isNumber() ? Integer.valueOf(pooling.asInt()) : null,
                0,
                null,
                0,
                0,
                (int) metadata.number("vocab_size", 0),
                bytes,
                metadata,
                GgufTensors.ofSize(
                        bytes,
                        entries.path("general.parameter_count").asLong(),
                        layers,
                        show.at("/details/quantization_level").asText()));
    }

    /// The numbers that are about an architecture.
    ///
    /// @param entries `model_info`
    public static GgufMetadata of(String architecture, JsonNode entries) {
        Map<String, Object> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            JsonNode value = entry.getValue();
            if (value.isIntegralNumber()) {
                values.put(entry.getKey(), value.asLong());
            } else if (value.isBoolean()) {
                values.put(entry.getKey(), value.asBoolean());
            } else if (value.isArray() && !value.isEmpty() && value.get(0).isIntegralNumber()) {
                List<Long> list = new ArrayList<>();
                value.forEach(number -> list.add(number.asLong()));
                values.put(entry.getKey(), List.copyOf(list));
            }
        }
        return GgufMetadata.of(architecture, values);
    }
}

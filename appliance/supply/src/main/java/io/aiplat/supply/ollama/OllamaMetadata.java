package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.gguf.GgufMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Metadata of a GGUF file as Ollama's `/api/show` has it under `model_info`. Long lists are missing there, such as
/// how many heads each layer has; what that costs is an estimate from above.
public final class OllamaMetadata {
    private OllamaMetadata() {}

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

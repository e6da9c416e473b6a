package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Parameters of a Modelfile as `/api/create` takes them: numbers as numbers, and `stop` as a list.
final class OllamaParameters {
    private OllamaParameters() {}

    static void put(ObjectNode parameters, String name, List<String> values) {
        if (name.equals("stop")) {
            ArrayNode stops = parameters.putArray(name);
            values.forEach(stops::add);
            return;
        }
        String value = values.getLast();
        if (value.matches("-?\\d+")) {
            parameters.put(name, Long.parseLong(value));
        } else if (value.matches("-?\\d*\\.\\d+")) {
            parameters.put(name, Double.parseDouble(value));
        } else {
            parameters.put(name, value);
        }
    }
}

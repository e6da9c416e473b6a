package io.aiplat.supply.gguf;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Adds up the tensors of a file as they are read. Names are not believed to be those of a model: one that is like no
/// other counts among all and nowhere else.
final class GgufTensorSums {
    /// As many as llama.cpp takes (`LLAMA_MAX_LAYERS`).
    private static final int MOST_LAYERS = 512;

    private static final Pattern LAYER = Pattern.compile("blk\\.([0-9]{1,3})\\..*", Pattern.DOTALL);

    private final long[] layers = new long[MOST_LAYERS];
    private final Map<TensorType, Long> types = new EnumMap<>(TensorType.class);
    private int depth;
    private long bytes;
    private long parameters;
    private long embedding;
    private long output;

    /// @throws ArithmeticException if they are more than a long can say
    void add(String name, TensorType type, long elements) {
        long size = type.bytes(elements);
        bytes = Math.addExact(bytes, size);
        parameters = Math.addExact(parameters, elements);
        types.merge(type, size, Math::addExact);
        Matcher layer = LAYER.matcher(name);
        int number = layer.matches() ? Integer.parseInt(layer.group(1)) : MOST_LAYERS;
        if (number < MOST_LAYERS) {
            depth = Math.max(depth, number + 1);
            layers[number] += size;
        } else if (name.equals("token_embd.weight")) {
            embedding += size;
        } else if (name.equals("output.weight")) {
            output += size;
        }
    }

    GgufTensors sums() {
        String type = types.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> most.getKey().name())
                .orElse("");
        return new GgufTensors(
                bytes, parameters, Arrays.stream(layers).limit(depth).boxed().toList(), embedding, output, type);
    }
}

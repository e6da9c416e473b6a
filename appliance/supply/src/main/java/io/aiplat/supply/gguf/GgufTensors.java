package io.aiplat.supply.gguf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Sums over the tensors of a model.
///
/// @param bytes      of all of them
/// @param parameters numbers in all of them; 0 where that is not known
/// @param layers     bytes of each layer, by the number in `blk.N.`
/// @param embedding  bytes of the table of the tokens' vectors (`token_embd`)
/// @param output     bytes of the table at the end (`output`); 0 where the other one serves for both
/// @param type       in which most of the bytes are: `Q4_K`; empty where that is not known
public record GgufTensors(long bytes, long parameters, List<Long> layers, long embedding, long output, String type) {
    public GgufTensors {
        layers = List.copyOf(layers);
    }

    /// Of a model of which only the size is known: as if it were all in its layers, each as large as the others.
    ///
    /// @param parameters numbers in it; 0 where that is not known
    /// @param layers     how many, 0 or more
    /// @param type       see [#type]
    public static GgufTensors ofSize(long bytes, long parameters, int layers, String type) {
        List<Long> even = layers == 0 ? List.of() : Collections.nCopies(layers, bytes / layers);
        return new GgufTensors(bytes, parameters, even, 0, 0, type);
    }

    /// Bits that a number takes on the average; 0 where that is not known.
    public double bitsPerNumber() {
        return parameters == 0 ? 0 : 8.0 * bytes / parameters;
    }

    /// The sums of a model in several files.
    public static GgufTensors together(List<GgufTensors> parts) {
        List<Long> layers = new ArrayList<>();
        for (GgufTensors part : parts) {
            for (int i = 0; i < part.layers.size(); i++) {
                if (i == layers.size()) {
                    layers.add(0L);
                }
                layers.set(i, layers.get(i) + part.layers.get(i));
            }
        }
        return new GgufTensors(
                parts.stream().mapToLong(GgufTensors::bytes).sum(),
                parts.stream().mapToLong(GgufTensors::parameters).sum(),
                layers,
                parts.stream().mapToLong(GgufTensors::embedding).sum(),
                parts.stream().mapToLong(GgufTensors::output).sum(),
                parts.stream()
                        .max((a, b) -> Long.compare(a.bytes, b.bytes))
                        .map(GgufTensors::type)
                        .orElse(""));
    }
}

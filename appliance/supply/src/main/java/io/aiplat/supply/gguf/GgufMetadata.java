package io.aiplat.supply.gguf;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Numbers out of a GGUF file's metadata that are about its architecture, by their keys without the architecture's
/// name and point: `block_count`, `attention.head_count_kv`.
///
/// What is a number for some models is a list with one for each layer for others, under the same key. The file is not
/// believed everything: a number is read as no more than [#LARGEST], and sums with it stay sums.
///
/// @param architecture for which code the file was made
/// @param numbers      a Long, or a List of them; flags are 0 and 1
public record GgufMetadata(String architecture, Map<String, Object> numbers) {
    /// No dimension of a model is larger: some million.
    public static final long LARGEST = 1 << 20;

    public GgufMetadata {
        numbers = Map.copyOf(numbers);
    }

    /// The part of a file's metadata that is kept.
    ///
    /// @param entries by whole keys; what is neither a number, a flag nor a list of them is left out
    public static GgufMetadata of(String architecture, Map<String, ?> entries) {
        Map<String, Object> numbers = new TreeMap<>();
        String beginning = architecture + ".";
        entries.forEach((key, value) -> {
            String bare = key.startsWith(beginning) ? key.substring(beginning.length()) : "";
            if (!bare.isEmpty() && value instanceof Boolean flag) {
                numbers.put(bare, flag ? 1L : 0L);
            } else if (!bare.isEmpty() && (value instanceof Long || value instanceof List<?>)) {
                numbers.put(bare, value);
            }
        });
        return new GgufMetadata(architecture, numbers);
    }

    /// Whether there is one number for each layer.
    public boolean isPerLayer(String key) {
        return numbers.get(key) instanceof List<?>;
    }

    /// Whether it is said at all.
    public boolean has(String key) {
        return numbers.containsKey(key);
    }

    /// A number; the largest of a list, for what is given per layer is asked for as a whole where the most of it
    /// counts.
    ///
    /// @param otherwise where it is not said
    public long number(String key, long otherwise) {
        return switch (numbers.get(key)) {
            case Long number -> bounded(number);
            case List<?> list
            when !list.isEmpty() ->
                list.stream().mapToLong(GgufMetadata::toLong).max().orElse(otherwise);
            case null, default -> otherwise;
        };
    }

    /// A number as it is for one layer.
    ///
    /// @param otherwise where it is not said, or not for this layer
    public long at(String key, int layer, long otherwise) {
        return switch (numbers.get(key)) {
            case Long number -> bounded(number);
            case List<?> list when layer < list.size() -> toLong(list.get(layer));
            case null, default -> otherwise;
        };
    }

    private static long bounded(long number) {
        return Math.clamp(number, -1, LARGEST);
    }

    private static long toLong(Object number) {
        return number instanceof Long whole ? bounded(whole) : 0;
    }
}

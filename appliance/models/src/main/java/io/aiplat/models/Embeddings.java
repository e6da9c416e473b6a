package io.aiplat.models;

import java.util.List;

/// Vectors and what they cost.
///
/// @param vectors     one for each input, in order, all of the same length
/// @param inputTokens tokens of all inputs together
public record Embeddings(List<float[]> vectors, int inputTokens) {
    public Embeddings {
        vectors = List.copyOf(vectors);
    }
}

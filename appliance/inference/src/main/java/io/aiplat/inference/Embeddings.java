package io.aiplat.inference;

import java.util.Arrays;
import java.util.List;

/// Vectors and what they cost.
///
/// @param vectors     one for each input, in order, all of the same length
/// @param inputTokens tokens of all inputs together
public record Embeddings(List<float[]> vectors, int inputTokens) {
    public Embeddings {
        vectors = List.copyOf(vectors);
    }

    /// The beginning of a vector, again of length 1: what it means to shorten one of a model that was trained
    /// so that the beginnings of its vectors are vectors (Matryoshka representation learning), and what Ollama
    /// does.
    public static float[] shortened(float[] vector, int dimensions) {
        float[] less = Arrays.copyOf(vector, dimensions);
        double squares = 0;
        for (float number : less) {
            squares += (double) number * number;
        }
        double length = Math.sqrt(squares);
        if (length > 0) {
            for (int i = 0; i < less.length; i++) {
                less[i] = (float) (less[i] / length);
            }
        }
        return less;
    }

    /// What to tell who wants vectors of a length that there are none of.
    ///
    /// @param reason a full sentence
    public static RequestRefused noSuchLength(String reason) {
        return RequestRefused.dispensable("dimensions", reason);
    }
}

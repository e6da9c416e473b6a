package io.aiplat.quality.promql.syntax;

import java.util.List;

/// How the samples of two vectors find each other.
///
/// @param on      whether only the labels count; otherwise all others do
/// @param labels  that are to be the same, or are not looked at
/// @param many    where several samples may have the same labels
/// @param include labels that are taken from the other side
public record VectorMatching(boolean on, List<String> labels, Many many, List<String> include) {
    /// By all labels, one to one.
    static final VectorMatching USUAL = new VectorMatching(false, List.of(), Many.NEITHER, List.of());

    /// The side with several samples of the same labels.
    public enum Many {
        NEITHER,
        LEFT,
        RIGHT
    }

    /// Keeps copies.
    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }
}

package io.aiplat.supply.fit;

/// Fit alternative: what would fit where the model as asked for does not.
///
/// @param change what would have to be otherwise
/// @param value  how: tokens, a cache type, a quantisation
/// @param total  bytes that would be needed; for another quantisation an estimate
/// @param gpu    whether all of it would fit on the GPUs; else in main memory
public record FitAlternative(Change change, String value, long total, boolean gpu) {
    /// What would have to be otherwise.
    public enum Change {
        /// Fewer tokens of context.
        CONTEXT,
        /// A smaller cache type.
        CACHE_TYPE,
        /// The same model in fewer bits.
        QUANTISATION
    }
}

package io.aiplat.gateway.api.contract;

/// Feature of a backend beyond plain turns.
/// A capability of whoever is asked beyond plain turns; what is lacking is left out or refused as it is read, by
/// the name it has there.
public enum BackendFeature {
    /// Fetches pictures by their addresses. aiplat fetches nothing.
    PICTURE_ADDRESSES,
    /// Reads PDF documents.
    DOCUMENTS,
    /// Keeps the beginning of a prompt where it is told to.
    CACHE_MARKS,
    /// Draws by what is not in the API: `min_p`, `typical_p`, `repeat_penalty`, `repeat_last_n`.
    MORE_SAMPLING
}

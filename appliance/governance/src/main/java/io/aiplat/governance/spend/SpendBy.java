package io.aiplat.governance.spend;

/// What spend can be summed by.
public enum SpendBy {
    /// The key's name.
    KEY,
    /// The user's name; empty for keys without one.
    USER,
    /// The team's name; empty for keys without one.
    TEAM,
    /// The model's name, as clients ask for it.
    MODEL,
    /// Each tag. What has several counts for each of them, what has none is under an empty one.
    TAG
}

package io.aiplat.governance;

import io.aiplat.model.Secret;

/// A key whose token was just made.
///
/// @param token the only time it can be seen; the store has its hash
public record IssuedKey(KeyRecord key, Secret token) {}

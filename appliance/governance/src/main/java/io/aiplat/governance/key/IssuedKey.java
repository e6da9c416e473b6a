package io.aiplat.governance.key;

import io.aiplat.model.Secret;

/// API key whose token was just made.
///
/// @param token the only time it can be seen; the store has its hash
public record IssuedKey(KeyRecord key, Secret token) {}

package io.aiplat.governance.key;

import io.aiplat.model.Secret;
import org.jspecify.annotations.Nullable;

/// A key that a file of configuration names, with the token that it states.
///
/// @param token 8 to 256 printable ASCII characters. One that can be guessed can be found from its hash, too
public record SeededKey(NewKey key, Secret token) {
    public SeededKey {
        TokenGenerator.hash(token);
        // They are made with the key where they are missing.
        check(key.user());
        check(key.team());
    }

    private static void check(@Nullable String name) {
        if (name != null) {
            NameRules.check(name);
        }
    }
}

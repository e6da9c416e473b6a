package io.aiplat.governance.key;

import org.jspecify.annotations.Nullable;

/// A key as it shall be.
///
/// @param name 1 to 100 letters, digits and ` ._@:+-`, beginning with a letter or digit
/// @param user whose it is, by name
/// @param team which team it belongs to, by name
public record NewKey(
        String name,
        Role role,
        @Nullable String user,
        @Nullable String team,
        KeySettings settings) {
    public NewKey {
        NameRules.check(name);
    }

    /// One of nobody, without limits, that opens the endpoint.
    public static NewKey plain(String name) {
        return new NewKey(name, Role.ORDINARY, null, null, KeySettings.PLAIN);
    }
}

package io.aiplat.governance.key;

import org.jspecify.annotations.Nullable;

/// A key as it shall be.
///
/// @param name 1 to 100 letters, digits and ` ._@:+-`, beginning with a letter or digit
/// @param role what it opens; one of a team's administrator needs a team, one of a member a user
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
        if (role == Role.TEAM_ADMIN && team == null) {
            throw new IllegalArgumentException("team-admin is for a key that has a team");
        }
        if (role == Role.MEMBER && user == null) {
            throw new IllegalArgumentException("member is for a key that has a user");
        }
    }

    /// One of nobody, without limits, that opens the endpoint.
    public static NewKey plain(String name) {
        return new NewKey(name, Role.ORDINARY, null, null, KeySettings.PLAIN);
    }
}

package io.aiplat.management;

import org.jspecify.annotations.Nullable;

/// Principal: who asks, be it with a key or with the session of a browser that signed in.
///
/// @param name of the key
/// @param user whose key it is; a member always has one
/// @param team of the key; a team's administrator always has one
public record Principal(
        String name,
        PrincipalRole role,
        @Nullable String user,
        @Nullable String team) {
    /// Whoever has the machine: its owner's key, a session begun with that, or the files of its store.
    public static final Principal OWNER = new Principal("owner", PrincipalRole.OWNER, null, null);
}

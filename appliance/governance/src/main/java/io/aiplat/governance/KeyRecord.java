package io.aiplat.governance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key as the store has it.
///
/// @param user    whose it is
/// @param team    which team it belongs to
/// @param revoked since when it opens nothing
/// @param withdrawn since when it opens nothing because the file that named it does so no longer
/// @param tokens  newest first; more than one while a rotated one has its time of grace
public record KeyRecord(
        Holder holder,
        Role role,
        @Nullable Holder user,
        @Nullable Holder team,
        Instant created,
        @Nullable Instant revoked,
        @Nullable Instant withdrawn,
        List<Token> tokens,
        KeySettings settings) {
    public KeyRecord {
        tokens = List.copyOf(tokens);
    }

    /// A token of the key, as far as it is known.
    ///
    /// @param prefix     its beginning
    /// @param validUntil null as long as the key is valid
    public record Token(
            String prefix, Instant created, @Nullable Instant validUntil) {}

    /// Its name.
    public String name() {
        return holder.name();
    }

    /// What it would be made of.
    NewKey asNew() {
        return new NewKey(name(), role, user == null ? null : user.name(), team == null ? null : team.name(), settings);
    }
}

package io.aiplat.governance.key;

import io.aiplat.governance.limit.LimitOwner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// API key as the store has it.
///
/// @param user    whose it is
/// @param team    which team it belongs to
/// @param revoked since when it opens nothing
/// @param withdrawn since when it opens nothing because the file that named it does so no longer
/// @param tokens  newest first; more than one while a rotated one has its time of grace
public record KeyRecord(
        LimitOwner holder,
        Role role,
        @Nullable LimitOwner user,
        @Nullable LimitOwner team,
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
    public NewKey asNew() {
        return new NewKey(name(), role, user == null ? null : user.name(), team == null ? null : team.name(), settings);
    }
}

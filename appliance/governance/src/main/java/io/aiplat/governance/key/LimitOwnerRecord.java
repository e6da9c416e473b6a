package io.aiplat.governance.key;

import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.Limits;
import java.time.Instant;

/// Limit owner as the store has it: a key, a user or a team.
///
/// @param limits its own, without those of a user or team that it belongs to
public record LimitOwnerRecord(LimitOwner holder, Instant created, Limits limits) {
    /// Its name.
    public String name() {
        return holder.name();
    }
}

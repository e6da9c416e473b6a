package io.aiplat.governance.key;

import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.Limits;
import java.time.Instant;

/// Limit owner as the store has it: a user or a team.
public record LimitOwnerRecord(LimitOwner holder, Instant created, Limits limits) {
    /// Its name.
    public String name() {
        return holder.name();
    }
}

package io.aiplat.governance;

import java.time.Instant;

/// A user or a team as the store has it.
public record HolderRecord(Holder holder, Instant created, Limits limits) {
    /// Its name.
    public String name() {
        return holder.name();
    }
}

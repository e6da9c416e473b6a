package io.aiplat.store.gitops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of the history of a source: a revision that was applied or refused, or a drift that was repaired.
///
/// @param revision a commit, or the digest of a folder
/// @param at       when
/// @param cause    why it was applied
/// @param changed  words for each object that was made or changed
/// @param removed  words for each that was deleted
/// @param kept     words for each that was taken out and stays, because it holds data
/// @param result   `applied`, or the code of a problem and what it says
/// @param readyAt  when all of it was ready; null as long as it is not
public record GitopsChange(
        String revision,
        Instant at,
        Cause cause,
        List<String> changed,
        List<String> removed,
        List<String> kept,
        String result,
        @Nullable Instant readyAt) {
    /// What stands as the result of one that went well.
    public static final String APPLIED = "applied";

    public GitopsChange {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /// Why a source was applied.
    public enum Cause {
        /// It has something else than before.
        REVISION,
        /// The cluster had something else than it.
        DRIFT
    }

    /// The same, ready at a time.
    public GitopsChange ready(Instant now) {
        return new GitopsChange(revision, at, cause, changed, removed, kept, result, now);
    }
}

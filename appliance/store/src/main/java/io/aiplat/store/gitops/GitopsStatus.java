package io.aiplat.store.gitops;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a source.
///
/// @param phase    how it is
/// @param seen     the revision that was looked at last; empty before the first
/// @param applied  the revision that stands in the cluster; empty before the first
/// @param lookedAt when it was looked at last; null before the first time
/// @param nextAt   when it is to be looked at again; null for at once
/// @param failures how many looks in a row came to nothing, or to something that is not ready
/// @param problem  why it is not as it should be; null where it is
/// @param objects  how many were applied
/// @param waiting  a sentence for each object that is not ready
/// @param history  what changed, the newest first
public record GitopsStatus(
        Phase phase,
        String seen,
        String applied,
        @Nullable Instant lookedAt,
        @Nullable Instant nextAt,
        int failures,
        @Nullable GitopsTrouble problem,
        int objects,
        List<String> waiting,
        List<GitopsChange> history) {
    /// How many changes are remembered.
    public static final int MOST_CHANGES = 50;

    /// Before it was looked at.
    public static final GitopsStatus NEW =
            new GitopsStatus(Phase.NEW, "", "", null, null, 0, null, 0, List.of(), List.of());

    public GitopsStatus {
        waiting = List.copyOf(waiting);
        history = List.copyOf(history);
    }

    /// How a source is.
    public enum Phase {
        /// Not looked at yet.
        NEW,
        /// All of it is applied and ready.
        READY,
        /// Applied, and not all is ready.
        PROGRESSING,
        /// It could not be brought or applied, or something of it failed. What stood before stands.
        FAILED
    }

    /// Its history with one more change; the oldest are forgotten.
    public List<GitopsChange> with(GitopsChange change) {
        List<GitopsChange> all = new ArrayList<>(history);
        all.addFirst(change);
        return List.copyOf(all.subList(0, Math.min(all.size(), MOST_CHANGES)));
    }
}

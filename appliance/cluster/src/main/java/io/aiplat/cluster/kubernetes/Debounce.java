package io.aiplat.cluster.kubernetes;

import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Debouncing: what is said once may be of a moment ago, what is still said after a while is so. By this process's
/// clock, because a cluster has another.
final class Debounce {
    /// In a cluster that is at work.
    static final Duration USUAL = Duration.ofSeconds(5);

    /// On a node that is just being started: its storage class, its accounts and its taints come one by one.
    static final Duration STARTING = Duration.ofSeconds(60);

    private final Duration patience;
    private final Map<String, Long> first = new ConcurrentHashMap<>();

    Debounce(Duration patience) {
        this.patience = patience;
    }

    /// What follows from a look.
    ///
    /// @param about what was looked at
    /// @param found what keeps it, if anything does
    Optional<Readiness> look(String about, Optional<Problem> found) {
        if (found.isEmpty()) {
            first.remove(about);
            return Optional.empty();
        }
        long now = System.nanoTime();
        long since = first.computeIfAbsent(about, _ -> now);
        return Optional.of(
                now - since >= patience.toNanos()
                        ? new Readiness.Never(found.get())
                        : new Readiness.NotYet(
                                found.get().what() + ": " + found.get().why()));
    }

    /// Begins anew: something was done about it.
    void forget() {
        first.clear();
    }
}

package io.aiplat.governance.shared;

import java.time.Duration;

/// Pace of a gateway that shares its store.
///
/// @param poll     looks so often what others did while nobody asks; a key that was taken back elsewhere is told so
///     after this at the latest
/// @param lease a gateway that was not heard of for so long is taken for dead, and what it had open is charged in
///     full
/// @param patience how long a request waits for the database
public record SharedPace(Duration poll, Duration lease, Duration patience) {
    /// For production: four times a second, ten seconds, five seconds.
    public static final SharedPace NORMAL =
            new SharedPace(Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofSeconds(5));
}

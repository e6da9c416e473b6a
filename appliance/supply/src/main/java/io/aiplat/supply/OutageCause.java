package io.aiplat.supply;

import java.util.Optional;

/// Root cause of an outage: why a model engine does not answer, as far as whoever runs it knows.
@FunctionalInterface
public interface OutageCause {
    /// Nobody knows.
    OutageCause UNKNOWN = Optional::empty;

    /// One sentence or more. Asked by each request that fails, so it is answered within seconds and looked up once
    /// for all that ask at the same time.
    Optional<String> words();
}

package io.aiplat.models;

import java.util.Optional;

/// Root cause of an outage: why a model engine does not answer, as far as whoever runs it knows.
@FunctionalInterface
public interface AbsenceCause {
    /// Nobody knows.
    AbsenceCause UNKNOWN = Optional::empty;

    /// One sentence or more. Asked by each request that fails, so it is answered within seconds and looked up once
    /// for all that ask at the same time.
    Optional<String> words();
}

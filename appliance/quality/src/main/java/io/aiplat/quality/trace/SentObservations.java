package io.aiplat.quality.trace;

import io.aiplat.quality.observation.Observation;
import java.util.List;

/// Observations that came together.
///
/// @param sender whose key they came with
public record SentObservations(TraceSender sender, List<Observation> observations) {
    public SentObservations {
        observations = List.copyOf(observations);
    }
}

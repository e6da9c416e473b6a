package io.aiplat.quality.trace;

import io.aiplat.quality.observation.Observation;
import java.util.List;

/// Details of a trace: all that is known of it.
///
/// @param observations by the time they started
/// @param scores       by their names
public record TraceDetails(TraceSummary summary, List<Observation> observations, List<TraceScore> scores) {
    public TraceDetails {
        observations = List.copyOf(observations);
        scores = List.copyOf(scores);
    }
}

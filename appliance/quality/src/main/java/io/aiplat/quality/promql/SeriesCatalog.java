package io.aiplat.quality.promql;

import java.util.List;
import java.util.Set;

/// Catalog of series: which there are, without their samples. Called from many threads.
@FunctionalInterface
public interface SeriesCatalog {
    /// Labels of the series that meet all conditions and may have samples in a time.
    ///
    /// @param conditions empty for all series
    /// @param from       milliseconds since 1970, included
    /// @param to         milliseconds since 1970, included
    Set<LabelSet> labels(List<LabelMatcher> conditions, long from, long to);
}

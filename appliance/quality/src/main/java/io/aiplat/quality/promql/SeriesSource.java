package io.aiplat.quality.promql;

import java.util.List;

/// Source of series, which expressions of PromQL are evaluated over. Called from many threads.
@FunctionalInterface
public interface SeriesSource {
    /// The series whose labels meet all conditions, and what there is of them in a time.
    ///
    /// @param from milliseconds since 1970, included
    /// @param to   milliseconds since 1970, included
    /// @param most samples that are wanted of all series together
    /// @return sorted by labels; without series that have no sample in that time
    /// @throws PromQlException if there are more samples
    List<SampledSeries> select(List<LabelMatcher> conditions, long from, long to, int most);
}

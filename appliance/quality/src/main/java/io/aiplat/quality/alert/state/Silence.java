package io.aiplat.quality.alert.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Silence: alerts that nobody is told of for a while.
///
/// @param id       by which it is ended
/// @param matchers all of which have to match; at least one needs a label
/// @param from     when it began
/// @param until    when it ends
/// @param by       who made it
/// @param comment  why; may be empty
public record Silence(
        String id, List<SilenceMatcher> matchers, Instant from, Instant until, String by, String comment) {
    /// Keeps a copy.
    ///
    /// @throws IllegalArgumentException if it would silence everything
    public Silence {
        matchers = List.copyOf(matchers);
        if (matchers.stream().allMatch(SilenceMatcher::matchesNothing)) {
            throw new IllegalArgumentException("at least one of them has to match a label that is not empty");
        }
    }

    /// Whether it covers an alert now.
    public boolean covers(Map<String, String> labels, Instant now) {
        return !now.isBefore(from)
                && now.isBefore(until)
                && matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }
}

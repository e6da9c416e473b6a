package io.aiplat.quality.request;

import io.aiplat.governance.spend.SpendRow;
import io.aiplat.quality.observation.Observation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Trail of a request: what is known of it, in all the places where that is kept.
///
/// @param log    the fields of its line in the request log
/// @param spans  its own first, then one for each attempt at an upstream; none where no trace is kept
/// @param series of metrics that it was counted in
/// @param spend  what its key has spent on the day of the request, in which its cost is; null where nothing was
record RequestTrail(
        Map<String, String> log,
        List<Observation> spans,
        List<RequestSeries> series,
        @Nullable SpendRow spend) {
    /// A field of the log, or null where it is empty or not there.
    @Nullable
    String said(String key) {
        String value = log.get(key);
        return value == null || value.isEmpty() ? null : value;
    }
}

package io.aiplat.wire.upstream;

import io.aiplat.wire.http.HeadLimits;
import java.time.Duration;

/// Limits of one upstream: calls at once, times to connect and to keep, and the size of a head.
///
/// @param calls   at the same time, and so connections; more calls wait
/// @param connect how long the making of a connection may take
/// @param idle    how long a connection is kept that nobody uses; less than what the upstream keeps it
/// @param head    how large the head of an answer may be
public record UpstreamLimits(int calls, Duration connect, Duration idle, HeadLimits head) {

    /// Checks that a call is possible.
    public UpstreamLimits {
        if (calls < 1) {
            throw new IllegalArgumentException("no call would be allowed");
        }
    }
}

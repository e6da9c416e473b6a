package io.aiplat.gateway;

import io.aiplat.gateway.connection.ConnectionLimits;
import java.time.Duration;

/// What the endpoint allows its clients together, and how patient it is with each.
///
/// @param bodyBytes    of all requests in memory together
/// @param bodyPatience how long a request waits for some of them
/// @param grace        how long running answers may take when the server stops
/// @param idle         how long a connection is kept that carries no request
record ServerLimits(ConnectionLimits connection, int bodyBytes, Duration bodyPatience, Duration grace, Duration idle) {
    /// 256 MiB, which is 8 of the largest bodies; 30 seconds; 10 seconds; 5 minutes.
    static final ServerLimits STANDARD = new ServerLimits(
            ConnectionLimits.STANDARD,
            256 << 20,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5));
}

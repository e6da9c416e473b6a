package io.aiplat.gateway;

import io.aiplat.gateway.connection.ConnectionBounds;
import io.aiplat.gateway.connection.ConnectionLimits;
import io.aiplat.gateway.resources.Descriptors;
import java.time.Duration;

/// What the endpoint allows its clients together, and how patient it is with each.
///
/// @param bodyBytes    of all requests in memory together
/// @param bodyPatience how long a request waits for some of them
/// @param grace        how long running answers may take when the server stops
/// @param bounds       of how many connections there are
record ServerLimits(
        ConnectionLimits connection, int bodyBytes, Duration bodyPatience, Duration grace, ConnectionBounds bounds) {
    private static final int LEAST_BODY_BYTES = 64 << 20;
    private static final int MOST_BODY_BYTES = 256 << 20;

    /// A quarter of the heap, since a body that is translated is there up to three times, but room for two of the
    /// largest and for no more than eight; 30 seconds; 10 seconds; 5 minutes.
    static final ServerLimits STANDARD = new ServerLimits(
            ConnectionLimits.STANDARD,
            Math.clamp(Runtime.getRuntime().maxMemory() / 4, LEAST_BODY_BYTES, MOST_BODY_BYTES),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            bounds(Duration.ofMinutes(5)));

    /// With as many connections as this process can bear.
    ///
    /// @param idle how long a connection is kept that carries no request
    ServerLimits(ConnectionLimits connection, int bodyBytes, Duration bodyPatience, Duration grace, Duration idle) {
        this(connection, bodyBytes, bodyPatience, grace, bounds(idle));
    }

    private static ConnectionBounds bounds(Duration idle) {
        return ConnectionBounds.of(
                Descriptors.most(), Descriptors.open(), Runtime.getRuntime().maxMemory(), idle);
    }
}

package io.aiplat.gateway;

import io.aiplat.gateway.connection.ConnectionBounds;
import io.aiplat.gateway.connection.ConnectionLimits;
import io.aiplat.gateway.resources.Descriptors;
import java.time.Duration;

/// What the endpoint allows its clients together, and how patient it is with each.
///
/// @param requestBytes   that all requests together may make the process hold
/// @param memoryPatience how long a request waits for some of them
/// @param grace          how long running answers may take when the server stops
/// @param bounds         of how many connections there are
record ServerLimits(
        ConnectionLimits connection,
        long requestBytes,
        Duration memoryPatience,
        Duration grace,
        ConnectionBounds bounds) {
    private static final long LEAST_BYTES = 64L << 20;

    /// Half of the heap, 30 seconds, 10 seconds, 5 minutes. Why half: docs/decisions/memory.md.
    static final ServerLimits STANDARD = new ServerLimits(
            ConnectionLimits.STANDARD,
            Math.max(Runtime.getRuntime().maxMemory() / 2, LEAST_BYTES),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            bounds(Duration.ofMinutes(5)));

    /// With as many connections as this process can bear.
    ///
    /// @param idle how long a connection is kept that carries no request
    ServerLimits(
            ConnectionLimits connection, long requestBytes, Duration memoryPatience, Duration grace, Duration idle) {
        this(connection, requestBytes, memoryPatience, grace, bounds(idle));
    }

    /// The same with another patience at the end.
    ServerLimits ending(Duration patience) {
        return new ServerLimits(connection, requestBytes, memoryPatience, patience, bounds);
    }

    private static ConnectionBounds bounds(Duration idle) {
        return ConnectionBounds.of(
                Descriptors.most(), Descriptors.open(), Runtime.getRuntime().maxMemory(), idle);
    }
}

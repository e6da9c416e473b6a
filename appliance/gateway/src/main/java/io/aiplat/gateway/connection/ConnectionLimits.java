package io.aiplat.gateway.connection;

import java.time.Duration;

/// Timeouts of a connection: how long a client may take for what is its own to do.
/// Who takes longer is disconnected.
///
/// @param head   from the first byte of a request's head to its last; from the connection on for the first request
/// @param body   between two pieces of a request's body
/// @param write  to take a piece of an answer
/// @param linger to take an answer that came before the whole request was sent
/// @param silence of a stream, after which the client gets a sign of life
public record ConnectionLimits(Duration head, Duration body, Duration write, Duration linger, Duration silence) {
    /// Proxies close what is silent for a minute, the strictest of them for half of one.
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /// With the usual signs of life.
    public ConnectionLimits(Duration head, Duration body, Duration write, Duration linger) {
        this(head, body, write, linger, SILENCE);
    }

    /// 10 seconds for a head, 60 between two pieces of a body, 30 for a piece of an answer, 2 to linger.
    public static final ConnectionLimits STANDARD = new ConnectionLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(2));
}

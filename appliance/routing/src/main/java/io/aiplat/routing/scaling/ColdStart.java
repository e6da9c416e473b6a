package io.aiplat.routing.scaling;

import java.util.concurrent.CompletableFuture;

/// Cold start of a route's servers, of which there are none as long as nobody asks for them. Implementations are safe
/// for several threads, and neither method waits.
public interface ColdStart {
    /// Whether a server answers, so that a request may be sent. Asked for every request to such a route.
    boolean isRunning();

    /// Asks that a server be started, unless one is.
    ///
    /// @return what comes of it: completed when a server answers, or when it is known that none will; the same for
    ///     all who ask while it starts
    CompletableFuture<StartResult> start();
}

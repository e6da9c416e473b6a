package io.aiplat.wire.upstream;

/// HTTP client of one upstream: a server that requests are passed on to.
/// Safe for any number of threads.
public interface HttpUpstream extends AutoCloseable {

    /// Begins a call. Nothing is sent or taken yet, but it can be called off from now on.
    UpstreamCall call();

    /// Ends what waited too long: calls as timed out, and idle connections. To be called a few times a second by
    /// one thread; that is what keeps a timer from every request.
    ///
    /// @param now as [System#nanoTime()] counts
    void expire(long now);

    /// How many calls are under way, those that wait for a connection left out.
    int active();

    /// Closes idle connections, and goes on.
    void spare();

    /// Closes idle connections. Calls under way end as usual, and their connections with them.
    @Override
    void close();
}

package io.aiplat.wire.upstream;

/// Call of an upstream: one request and its response. Belongs to the thread that sends, except for [#abort()].
public interface UpstreamCall {

    /// Sends the request and waits for the head of the answer, whatever its status. Once only.
    ///
    /// @return to be closed by the caller
    UpstreamResponse send(UpstreamRequest request, CallTimeouts patience) throws UpstreamFailure;

    /// Calls it off, now or before it began: the connection is closed at once, so that the upstream stops
    /// working, and the thread that waits gets an [UpstreamFailure.Aborted]. Any thread may, at any time;
    /// nothing happens after the end.
    void abort();
}

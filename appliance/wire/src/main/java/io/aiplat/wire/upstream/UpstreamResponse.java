package io.aiplat.wire.upstream;

import io.aiplat.wire.http.Headers;

/// Response of an upstream. Belongs to the thread that sent the request, except for [#abort()].
public interface UpstreamResponse extends AutoCloseable {

    /// 200 to 599.
    int status();

    /// The fields of its head. Content-Length and Transfer-Encoding say how it came, not how it is passed on.
    Headers headers();

    /// Takes bytes of the body, without its framing.
    ///
    /// @param length 1 or more
    /// @return how many, at least 1, or -1 after the last
    /// @throws UpstreamFailure.Cut if the connection ended before the body did; never -1 then
    int read(byte[] into, int offset, int length) throws UpstreamFailure;

    /// Whether the whole body was read. True as soon as that is known, often with the last bytes.
    boolean ended();

    /// How many bytes of the body are still to come; -1 where that is not known.
    default long remaining() {
        return -1;
    }

    /// Gives the connection back if the answer was read to its end, else closes it: what nobody wants to read
    /// nobody should produce. More than once is allowed.
    @Override
    void close();

    /// Calls it off, as [UpstreamCall#abort()] does. Any thread may.
    void abort();
}

package io.aiplat.cluster.kubernetes;

import java.net.URI;

/// Reach of a service inside a cluster: a way to it, good until it is closed.
public interface ServiceReach extends AutoCloseable {
    /// Base address, without a slash at its end.
    URI uri();

    @Override
    void close();

    /// A way that is always open.
    static ServiceReach fixed(URI uri) {
        return new ServiceReach() {
            @Override
            public URI uri() {
                return uri;
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }
}

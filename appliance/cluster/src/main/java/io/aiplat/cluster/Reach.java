package io.aiplat.cluster;

import java.net.URI;

/// A way to a service inside a cluster, good until it is closed.
public interface Reach extends AutoCloseable {
    /// Base address, without a slash at its end.
    URI uri();

    @Override
    void close();

    /// A way that is always open.
    static Reach fixed(URI uri) {
        return new Reach() {
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

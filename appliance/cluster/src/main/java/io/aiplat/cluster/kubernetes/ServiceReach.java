package io.aiplat.cluster.kubernetes;

import java.net.URI;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Reach of a service inside a cluster: a way to it, good until it is closed.
public interface ServiceReach extends AutoCloseable {
    /// Base address, without a slash at its end.
    URI uri();

    @Override
    void close();

    /// A way through the Kubernetes API, for services whose nodes publish no port for them: listens on a free port of
    /// 127.0.0.1 until it is closed, and forwards each connection to a pod that is ready then.
    ///
    /// @param api  asked for at every connection, because that of a node which was replaced is another one
    /// @param port of the service
    static ServiceReach forwarded(Supplier<KubernetesApi> api, String namespace, String service, int port) {
        return new PodForward(api, namespace, service, port, OptionalInt.empty());
    }

    /// The same, always to one of the pods that are ready, so that it is asked again what it has seen before.
    ///
    /// @param copy which of them in the order of their names, from 0; counted round where there are fewer
    static ServiceReach forwarded(Supplier<KubernetesApi> api, String namespace, String service, int port, int copy) {
        return new PodForward(api, namespace, service, port, OptionalInt.of(copy));
    }

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

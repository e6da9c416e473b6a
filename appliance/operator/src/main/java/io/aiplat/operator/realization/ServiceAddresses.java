package io.aiplat.operator.realization;

import java.net.URI;

/// Service addresses: how the gateway reaches what custom resources name. Inside the cluster a service has a name that
/// means nothing outside of it.
public interface ServiceAddresses {
    /// The address by which the gateway reaches an endpoint. The same for the same endpoint as long as it is in use.
    ///
    /// @param endpoint as the resource writes it
    URI reachable(URI endpoint);

    /// Says that nobody needs an endpoint any more.
    void release(URI endpoint);

    /// Of a gateway that is inside the cluster.
    ServiceAddresses INSIDE = new ServiceAddresses() {
        @Override
        public URI reachable(URI endpoint) {
            return endpoint;
        }

        @Override
        public void release(URI endpoint) {
            // Nothing was opened.
        }
    };
}

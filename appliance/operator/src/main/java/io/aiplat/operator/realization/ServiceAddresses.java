package io.aiplat.operator.realization;

import java.net.URI;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Service addresses: how the gateway reaches what custom resources name. Inside the cluster a service has a name that
/// means nothing outside of it.
public interface ServiceAddresses {
    /// The address by which the gateway reaches an endpoint. The same for the same endpoint as long as it is in use.
    ///
    /// @param endpoint as the resource writes it, or one of its copies
    URI reachable(URI endpoint);

    /// Says that nobody needs an endpoint any more.
    void release(URI endpoint);

    /// Mark of a copy, which no server gets to see: a fragment is not sent.
    Pattern COPY = Pattern.compile("copy-(\\d{1,9})");

    /// One of the copies behind an endpoint.
    ///
    /// @param number from 0
    static URI copy(URI endpoint, int number) {
        return URI.create(endpoint + "#copy-" + number);
    }

    /// Which copy is meant; empty for any.
    static OptionalInt copy(URI endpoint) {
        Matcher mark = COPY.matcher(Objects.requireNonNullElse(endpoint.getRawFragment(), ""));
        return mark.matches() ? OptionalInt.of(Integer.parseInt(mark.group(1))) : OptionalInt.empty();
    }

    /// Of a gateway that is inside the cluster.
    ServiceAddresses INSIDE = new ServiceAddresses() {
        @Override
        public URI reachable(URI endpoint) {
            // The service itself deals out connections to its copies.
            return copy(endpoint).isEmpty()
                    ? endpoint
                    : URI.create(endpoint.toString().replaceFirst("#.*", ""));
        }

        @Override
        public void release(URI endpoint) {
            // Nothing was opened.
        }
    };
}

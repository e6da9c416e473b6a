package io.aiplat.gateway.access;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.model.Settings;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Refuses requests made under a foreign name. A web page can let its own name resolve to this machine and
/// then talk to it as if it were the page's own server; the `Host` header is what gives that away.
public final class AllowedHosts {
    private final Set<String> allowed = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

    /// Allows this machine's own names, the address that is listened on, and the hosts of the settings, in any case.
    public AllowedHosts(Settings.Gateway settings) {
        String listen = settings.listen().toLowerCase(Locale.ROOT);
        if (!Set.of("0.0.0.0", "::").contains(listen)) {
            allowed.add(listen.contains(":") ? "[" + listen + "]" : listen);
        }
        settings.hosts().forEach(host -> allowed.add(host.toLowerCase(Locale.ROOT)));
    }

    /// Refuses a request under a foreign name. That there is one name only was seen when the request was
    /// read.
    ///
    /// @throws ApiException with status 403
    public void check(RequestHeaders request) {
        if (!allows(request.authority())) {
            throw new ApiException(ApiError.invalid(
                    403,
                    "host_not_allowed",
                    null,
                    "The host name of this request is not one aiplat answers to. If it is yours, add it to the setting"
                            + " gateway.hosts."));
        }
    }

    /// Whether a `Host` header names this appliance.
    ///
    /// @param header a name or address, with or without a port
    boolean allows(String header) {
        String host = header.toLowerCase(Locale.ROOT);
        int port = host.lastIndexOf(':');
        boolean hasPort = port > host.lastIndexOf(']');
        return allowed.contains(host) || (hasPort && allowed.contains(host.substring(0, port)));
    }
}

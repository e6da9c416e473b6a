package io.aiplat.supply.origin;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.source.SourceProblems;
import java.net.URI;
import java.util.Set;

/// Hosts that may be asked without TLS: this machine, and those that settings name.
public final class PlainHosts {
    private final Set<String> named;

    /// Besides this machine these.
    ///
    /// @param named hosts, with the port where one is named
    public PlainHosts(Set<String> named) {
        this.named = Set.copyOf(named);
    }

    /// Refuses an address without TLS of another host.
    ///
    /// @param reference that a person wrote
    /// @throws ApplianceException MODELS_PLAIN_HTTP_REFUSED if it is one
    void require(URI uri, String reference) {
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !allows(uri)) {
            throw new ApplianceException(SourceProblems.plainHttpRefused(reference, uri.getAuthority()));
        }
    }

    private boolean allows(URI uri) {
        String host = uri.getHost();
        return host.equals("localhost")
                || host.matches("127(\\.[0-9]{1,3}){3}")
                || host.equals("[::1]")
                || named.contains(host)
                || named.contains(uri.getAuthority());
    }
}

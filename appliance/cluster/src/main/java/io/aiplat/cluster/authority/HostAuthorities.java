package io.aiplat.cluster.authority;

import java.nio.file.Path;
import java.time.Instant;

/// Certificate authorities of a home, one for each host, made when they are first asked for.
public interface HostAuthorities {
    /// The authority for a host. One that ends soon is replaced, and has to be trusted anew.
    CertificateAuthority of(String host, Instant now);

    /// File with its certificate, for whoever is to trust it.
    Path certificate(String host);
}

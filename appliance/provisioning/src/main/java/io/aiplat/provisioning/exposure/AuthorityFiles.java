package io.aiplat.provisioning.exposure;

import io.aiplat.cluster.authority.CertificateAuthority;
import io.aiplat.cluster.authority.HostAuthorities;
import io.aiplat.cluster.ingress.ServiceExposure;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.AtomicFile;
import io.aiplat.store.Home;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;

/// Certificate authorities of a home, one for each host: two files, the one with its key for this home alone.
public final class AuthorityFiles implements HostAuthorities {
    private final Path folder;

    /// @param folder that only the owner of the home can read; may not exist yet
    public AuthorityFiles(Path folder) {
        this.folder = folder;
    }

    /// Exposure of services of a cluster, with the authorities of a home.
    ///
    /// @param clock of the certificates
    public static ServiceExposure exposure(Home home, InstantSource clock) {
        return new ServiceExposure(new AuthorityFiles(home.authorities()), clock);
    }

    @Override
    public Path certificate(String host) {
        return folder.resolve(host + ".crt");
    }

    private Path key(String host) {
        return folder.resolve(host + ".pem");
    }

    /// @throws ApplianceException `STORE_NOT_READ` if its file holds anything else, `STORE_NOT_WRITTEN`
    @Override
    public CertificateAuthority of(String host, Instant now) {
        Path file = key(host);
        try {
            if (Files.exists(file)) {
                CertificateAuthority kept = CertificateAuthority.parse(Files.readString(file));
                if (kept.end().isAfter(now.plus(CertificateAuthority.SPARE))) {
                    write(certificate(host), kept.certificate());
                    return kept;
                }
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(file, StoreProblems.reason(e)), e);
        } catch (GeneralSecurityException e) {
            throw new ApplianceException(StoreProblems.notRead(file, String.valueOf(e.getMessage())), e);
        }
        CertificateAuthority made = CertificateAuthority.create(host, now);
        write(file, made.pem());
        write(certificate(host), made.certificate());
        return made;
    }

    private void write(Path file, String text) {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        try {
            AtomicFile.makeFolder(folder);
            AtomicFile.write(file, content);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }
}

package io.aiplat.cluster.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An authority vouches for its host and nobody else, as the validator of the JDK judges it (RFC 5280, 6).
class CertificateAuthorityTest {
    private static final String HOST = "ai.example.org";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final CertificateAuthority authority = CertificateAuthority.create(HOST, NOW);

    private static X509Certificate first(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private void validate(CertificateAuthority.ServerCertificate server, Instant when) throws GeneralSecurityException {
        // What an anchor says of itself is not looked at, so it is one more link of the chain.
        X509Certificate itself = first(authority.certificate());
        PKIXParameters trust = new PKIXParameters(
                Set.of(new TrustAnchor(itself.getSubjectX500Principal(), itself.getPublicKey(), null)));
        trust.setRevocationEnabled(false);
        trust.setDate(Date.from(when));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509")
                                .generateCertPath(List.of(first(server.certificate()), itself)),
                        trust);
    }

    @Test
    void aServerOfItsNameIsTrustedForNinetyDays() throws GeneralSecurityException {
        var server = authority.issue(HOST, NOW);
        validate(server, NOW.plus(Duration.ofDays(89)));
        assertThrows(GeneralSecurityException.class, () -> validate(server, NOW.plus(Duration.ofDays(91))));
        X509Certificate shown = first(server.certificate());
        assertEquals(List.of(List.of(2, HOST)), List.copyOf(shown.getSubjectAlternativeNames()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), shown.getExtendedKeyUsage());
        assertEquals(-1, shown.getBasicConstraints());
        assertFalse(server.toString().contains("PRIVATE"));
    }

    @Test
    void itVouchesForNoOtherName() {
        var other = authority.issue("bank.example.com", NOW);
        var refusal = assertThrows(CertPathValidatorException.class, () -> validate(other, NOW));
        assertEquals(PKIXReason.INVALID_NAME, refusal.getReason());
    }

    @Test
    void whatIsKeptIsReadAgain() throws GeneralSecurityException {
        CertificateAuthority again = CertificateAuthority.parse(authority.pem());
        assertEquals(authority.certificate(), again.certificate());
        validate(again.issue(HOST, NOW), NOW);
        assertThrows(GeneralSecurityException.class, () -> CertificateAuthority.parse("nothing"));
    }

    @Test
    void aCertificateIsReplacedBeforeItEnds() {
        String shown = authority.issue(HOST, NOW).certificate();
        assertTrue(authority.stands(shown, HOST, NOW.plus(Duration.ofDays(59))));
        assertFalse(authority.stands(shown, HOST, NOW.plus(Duration.ofDays(61))));
        assertFalse(authority.stands(shown, "other.example.org", NOW));
        assertFalse(CertificateAuthority.create(HOST, NOW).stands(shown, HOST, NOW));
        assertFalse(authority.stands("nothing", HOST, NOW));
    }
}

package io.aiplat.cluster.authority;

import io.aiplat.model.Digests;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/// Certificate authority for one host (X.509, RFC 5280; ECDSA with P-256 and SHA-256). Its certificate says that it
/// vouches for this name and those below it alone, so who trusts it lets it open no other page.
public final class CertificateAuthority {
    /// How long the authority is trusted.
    public static final Duration LIFE = Duration.ofDays(3650);
    /// How long a server shows one certificate.
    public static final Duration SERVER_LIFE = Duration.ofDays(90);
    /// What has less left is replaced.
    public static final Duration SPARE = Duration.ofDays(30);

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final int DNS = 2;
    private static final int LONGEST_NAME = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /// What a server shows, and the key that goes with it, each in PEM.
    public record ServerCertificate(String certificate, String key) {
        /// The key is shown to nobody.
        @Override
        public String toString() {
            return certificate;
        }
    }

    /// A new one.
    ///
    /// @param host a DNS name
    public static CertificateAuthority create(String host, Instant now) {
        try {
            KeyPair pair = pair();
            X500Principal name = new X500Principal("CN=" + shortened("aiplat " + id(pair.getPublic()) + " " + host));
            byte[] extensions = Der.sequence(
                    extension("2.5.29.19", true, Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO))),
                    // Signs certificates and lists of revoked ones.
                    extension("2.5.29.15", true, Der.bits(1, new byte[] {0x06})),
                    extension(
                            "2.5.29.30",
                            true,
                            Der.sequence(Der.explicit(0, Der.sequence(Der.implicit(DNS, Der.text(host)))))),
                    extension("2.5.29.14", false, Der.octets(identifier(pair.getPublic()))));
            Instant end = now.plus(LIFE);
            return new CertificateAuthority(
                    pair.getPrivate(),
                    read(sign(pair.getPrivate(), body(name, name, pair.getPublic(), now, end, extensions))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has elliptic curves", e);
        }
    }

    /// Reads what [#pem()] has written.
    ///
    /// @throws GeneralSecurityException if it is anything else
    public static CertificateAuthority parse(String pem) throws GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(block(KEY, pem)));
        return new CertificateAuthority(key, read(block(CERTIFICATE, pem)));
    }

    /// Key and certificate, for the home alone.
    public String pem() {
        return pem(KEY, key.getEncoded()) + certificate();
    }

    /// The certificate in PEM, for whoever is to trust it.
    public String certificate() {
        try {
            return pem(CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was read", e);
        }
    }

    /// When it ends.
    public Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    /// A certificate for a server of that name, with a key of its own.
    public ServerCertificate issue(String host, Instant now) {
        try {
            KeyPair pair = pair();
            Instant end = now.plus(SERVER_LIFE);
            byte[] extensions = Der.sequence(
                    extension("2.5.29.19", true, Der.sequence()),
                    // Signs what TLS agrees on.
                    extension("2.5.29.15", true, Der.bits(7, new byte[] {(byte) 0x80})),
                    extension("2.5.29.37", false, Der.sequence(Der.id("1.3.6.1.5.5.7.3.1"))),
                    extension("2.5.29.17", false, Der.sequence(Der.implicit(DNS, Der.text(host)))),
                    extension(
                            "2.5.29.35", false, Der.sequence(Der.implicit(0, identifier(certificate.getPublicKey())))),
                    extension("2.5.29.14", false, Der.octets(identifier(pair.getPublic()))));
            byte[] body = body(
                    certificate.getSubjectX500Principal(),
                    new X500Principal("CN=" + shortened(host)),
                    pair.getPublic(),
                    now,
                    end.isBefore(end()) ? end : end(),
                    extensions);
            return new ServerCertificate(
                    pem(CERTIFICATE, sign(key, body)) + certificate(),
                    pem(KEY, pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has elliptic curves", e);
        }
    }

    /// Whether a server may go on showing a certificate: it is of this authority and of that name, and does not end
    /// soon.
    ///
    /// @param pem the certificate first, whatever follows
    public boolean stands(String pem, String host, Instant now) {
        try {
            X509Certificate shown = read(block(CERTIFICATE, pem));
            shown.verify(certificate.getPublicKey());
            Collection<List<?>> names = shown.getSubjectAlternativeNames();
            return names != null
                    && names.stream().anyMatch(each -> host.equals(each.get(1)))
                    && shown.getNotAfter().toInstant().isAfter(now.plus(SPARE));
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static byte[] body(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant now, Instant end, byte[] extensions) {
        return Der.sequence(
                // Version 3.
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, RANDOM).add(BigInteger.ONE)),
                algorithm(),
                issuer.getEncoded(),
                Der.sequence(Der.time(now.minus(SKEW)), Der.time(end)),
                subject.getEncoded(),
                key.getEncoded(),
                Der.explicit(3, extensions));
    }

    private static byte[] algorithm() {
        return Der.sequence(Der.id("1.2.840.10045.4.3.2"));
    }

    private static byte[] sign(PrivateKey key, byte[] body) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key, RANDOM);
        signature.update(body);
        return Der.sequence(body, algorithm(), Der.bits(0, signature.sign()));
    }

    private static byte[] extension(String id, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.id(id), Der.yes(), Der.octets(value))
                : Der.sequence(Der.id(id), Der.octets(value));
    }

    /// RFC 7093, method 4, cut to the usual length.
    private static byte[] identifier(PublicKey key) {
        return Arrays.copyOf(Digests.begun().digest(key.getEncoded()), 20);
    }

    private static String id(PublicKey key) throws GeneralSecurityException {
        return HexFormat.of().formatHex(identifier(key), 0, 4);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private static X509Certificate read(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }

    /// The first block of that label.
    private static byte[] block(String label, String pem) throws GeneralSecurityException {
        Matcher found = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
                .matcher(pem);
        if (!found.find()) {
            throw new GeneralSecurityException("there is no " + label);
        }
        try {
            return Base64.getMimeDecoder().decode(found.group(1));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the " + label + " is damaged", e);
        }
    }
}

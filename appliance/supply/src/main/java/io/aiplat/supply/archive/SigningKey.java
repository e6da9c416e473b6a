package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.TextFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/// Ed25519 key that signs bundle archives. One key signs the same bytes always with the same signature.
public final class SigningKey {
    private static final int MOST_BYTES = 1 << 16;
    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, VerifyingKey verifying) {
        this.key = key;
        this.verifying = verifying;
    }

    /// Makes a key that nobody else has.
    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(
                    pair.getPrivate(), VerifyingKey.decode(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has Ed25519", e);
        }
    }

    /// Reads a key in PKCS #8, as [#write] or `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// @throws ApplianceException BUNDLE_KEY_UNUSABLE
    public static SigningKey read(Path pem) {
        try {
            byte[] encoded = Pem.decode(TextFile.read(pem, MOST_BYTES), LABEL);
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new SigningKey(key, verifying(key));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ApplianceException(ArchiveProblems.keyUnusable(pem, "private", ArchiveProblems.reason(e)), e);
        }
    }

    /// PKCS #8 has the private key alone, and the JDK has no way from it to the public one but to make a pair
    /// from the same random bytes.
    private static VerifyingKey verifying(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow(() -> new InvalidKeyException("it has no bytes"));
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("Ed25519");
        pairs.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, seed.length);
            }
        });
        return VerifyingKey.decode(pairs.generateKeyPair().getPublic().getEncoded());
    }

    /// The public half.
    public VerifyingKey verifying() {
        return verifying;
    }

    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key of the JDK signs", e);
        }
    }

    /// Writes the key to a file that only its owner can read, and the public half beside it: `key.pub.pem` for
    /// `key.pem`.
    ///
    /// @return where the public half is
    /// @throws ApplianceException BUNDLE_KEY_EXISTS if there is a file of either name, BUNDLE_NOT_WRITTEN
    public Path write(Path pem) {
        Path open = verifyingFile(pem);
        try {
            if (Files.exists(open)) {
                throw new FileAlreadyExistsException(open.toString());
            }
            Path folder = pem.toAbsolutePath().getParent();
            Path incoming = Files.createTempFile(
                    folder,
                    ".key",
                    ".pem",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(incoming, Pem.encode(LABEL, key.getEncoded()));
                // A link is made only where there is no such name, and the file is whole at once.
                Files.createLink(pem, incoming);
            } finally {
                Files.delete(incoming);
            }
            Files.writeString(incoming, verifying.toPem());
            Files.move(incoming, open, StandardCopyOption.ATOMIC_MOVE);
            return open;
        } catch (FileAlreadyExistsException e) {
            throw new ApplianceException(ArchiveProblems.keyExists(Path.of(e.getFile())), e);
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.notWritten(pem, ArchiveProblems.reason(e)), e);
        }
    }

    /// Where the public half of a key in a file is.
    public static Path verifyingFile(Path pem) {
        String name = pem.getFileName().toString();
        String stem = name.endsWith(".pem") ? name.substring(0, name.length() - ".pem".length()) : name;
        return pem.resolveSibling(stem + ".pub.pem");
    }
}

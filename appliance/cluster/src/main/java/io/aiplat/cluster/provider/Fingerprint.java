package io.aiplat.cluster.provider;

import io.aiplat.host.ContainerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Tells whether a container was made for the same wish.
final class Fingerprint {
    /// Label of a container that holds it.
    static final String LABEL = "io.aiplat.fingerprint";

    private Fingerprint() {}

    /// Of everything a container is made from.
    ///
    /// @param imageId so that a tag which now means other bytes counts as another wish
    static String of(ContainerRequest request, String imageId, Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(request.toJson().getBytes(StandardCharsets.UTF_8));
            digest.update(imageId.getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(files).forEach((path, content) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

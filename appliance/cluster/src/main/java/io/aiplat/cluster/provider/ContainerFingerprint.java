package io.aiplat.cluster.provider;

import io.aiplat.host.container.ContainerRequest;
import io.aiplat.model.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;

/// Fingerprint of a container: tells whether it was made for the same wish.
final class ContainerFingerprint {
    /// Label of a container that holds it.
    static final String LABEL = "io.aiplat.fingerprint";

    private ContainerFingerprint() {}

    /// Of everything a container is made from.
    ///
    /// @param imageId so that a tag which now means other bytes counts as another wish
    static String of(ContainerRequest request, String imageId, Map<String, byte[]> files) {
        MessageDigest digest = Digests.begun();
        digest.update(request.toJson().getBytes(StandardCharsets.UTF_8));
        digest.update(imageId.getBytes(StandardCharsets.UTF_8));
        new TreeMap<>(files).forEach((path, content) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return Digests.sha256(digest);
    }
}

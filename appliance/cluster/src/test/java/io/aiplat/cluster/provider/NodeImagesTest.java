package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.host.container.LocalImage;
import io.aiplat.model.catalog.ImageReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeImagesTest {
    /// As `ctr images ls` prints it.
    private static final Map<String, String> NAMES = NodeImages.names("""
            REF                                TYPE                                                 DIGEST         SIZE
            docker.io/library/busybox:1        application/vnd.docker.distribution.manifest.v2+json sha256:3ff8983 2.0 MiB
            sha256:ae391c1                     application/vnd.docker.distribution.manifest.v2+json sha256:3ff8983 2.0 MiB
            docker.io/library/other:1          application/vnd.oci.image.index.v1+json              sha256:7777777 2.0 MiB
            """);

    private static boolean holds(String image, String id) {
        return NodeImages.holds(NAMES, ImageReference.parse(image), new LocalImage(id, 1));
    }

    @Test
    void theSameImageIsRecognisedByTheDigestOfItsConfiguration() {
        assertTrue(holds("busybox:1", "sha256:ae391c1"));
    }

    @Test
    void anEngineThatCountsManifestsIsUnderstoodToo() {
        assertTrue(holds("other:1", "sha256:7777777"));
    }

    @Test
    void anotherImageOfTheSameNameIsNotTheSame() {
        assertFalse(holds("busybox:1", "sha256:bbbbbbb"));
        assertFalse(holds("other:1", "sha256:ae391c1"));
    }

    @Test
    void anImageThatTheKubeletMayDeleteIsSeen() {
        String table = """
                REF TYPE DIGEST SIZE PLATFORMS LABELS
                docker.io/library/busybox:1 t sha256:1 4.1 MiB linux/amd64 io.cri-containerd.image=managed
                docker.io/library/busybox:12 t sha256:2 4.1 MiB linux/amd64 a=b,io.cri-containerd.pinned=pinned
                """;
        assertFalse(NodeImages.pinned(table, ImageReference.parse("busybox:1")));
        assertTrue(NodeImages.pinned(table, ImageReference.parse("busybox:12")));
    }

    @Test
    void anUnknownNameIsNotThere() {
        assertFalse(holds("busybox:2", "sha256:ae391c1"));
    }
}

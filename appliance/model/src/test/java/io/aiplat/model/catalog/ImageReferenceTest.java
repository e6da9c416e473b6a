package io.aiplat.model.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "busybox,busybox,latest,docker.io,docker.io/library/busybox:latest",
        "busybox:1,busybox,1,docker.io,docker.io/library/busybox:1",
        "rancher/k3s:v1.36.4-k3s1,rancher/k3s,v1.36.4-k3s1,docker.io,docker.io/rancher/k3s:v1.36.4-k3s1",
        "ghcr.io/x/y_z:2,ghcr.io/x/y_z,2,ghcr.io,ghcr.io/x/y_z:2",
        "127.0.0.1:5000/x,127.0.0.1:5000/x,latest,127.0.0.1:5000,127.0.0.1:5000/x:latest",
        "localhost:5000/x:1,localhost:5000/x,1,localhost:5000,localhost:5000/x:1",
    })
    void takesANameApart(String text, String repository, String tag, String host, String canonical) {
        ImageReference image = ImageReference.parse(text);
        assertEquals(new ImageReference(repository, tag, null), image);
        assertEquals(host, image.host());
        assertEquals(canonical, image.canonical());
    }

    @Test
    void keepsADigestUntilItIsToldNotTo() {
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        ImageReference image = ImageReference.parse("x/y:1@" + digest);
        assertEquals(digest, image.digest());
        assertEquals("x/y:1@" + digest, image.toString());
        assertEquals("x/y:1", image.withoutDigest().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Upper/Case", "x y", "x:tag:tag", "x@sha256:12", "https://x/y", "./x.tar", "/x", "x/../y"})
    void refusesWhatIsNoReference(String text) {
        assertThrows(IllegalArgumentException.class, () -> ImageReference.parse(text));
    }
}

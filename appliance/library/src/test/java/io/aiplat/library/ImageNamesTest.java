package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.catalog.ImageReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageNamesTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    private final ImageNames names = new ImageNames(Map.of(
            "ghcr.io/x", "my.registry:5000/x",
            "ghcr.io/x/special", "other.registry/y",
            "ollama", "my.registry/mirror",
            "rancher/k3s", "aiplat-testbed/k3s:v1.36.4"));

    @Test
    void keepsANameWithoutARule() {
        assertEquals("quay.io/a/b:1@" + DIGEST, rewritten("quay.io/a/b:1@" + DIGEST));
    }

    @Test
    void replacesTheBeginningUpToASlash() {
        assertEquals("my.registry:5000/x/y/z:1", rewritten("ghcr.io/x/y/z:1"));
        assertEquals("my.registry/mirror/ollama:0.35.1", rewritten("ollama/ollama:0.35.1"));
    }

    @Test
    void doesNotCutThroughAWord() {
        assertEquals("ghcr.io/xy/z:1", rewritten("ghcr.io/xy/z:1"));
    }

    @Test
    void followsTheLongestRule() {
        assertEquals("other.registry/y:2", rewritten("ghcr.io/x/special:2"));
        assertEquals("my.registry:5000/x/specialist:2", rewritten("ghcr.io/x/specialist:2"));
    }

    @Test
    void replacesTheTagWhereTheRuleNamesOne() {
        assertEquals("aiplat-testbed/k3s:v1.36.4", rewritten("rancher/k3s:v1.36.4-k3s1"));
    }

    @Test
    void dropsTheDigestOfANameThatWasReplaced() {
        assertEquals("my.registry:5000/x/y:1", rewritten("ghcr.io/x/y:1@" + DIGEST));
    }

    private String rewritten(String name) {
        return names.rewrite(ImageReference.parse(name)).toString();
    }
}

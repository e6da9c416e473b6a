package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.ImageReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImagesLockTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @Test
    void readsWhatItWrites() {
        String text = """
                # image: "digest of its index, for all platforms". Empty where not known; `aiplat images lock` fills it in.
                ghcr.io/a/b:2: "%s"
                ollama/ollama:0.35.1: ""
                """.formatted(DIGEST);
        ImagesLock lock = ImagesLock.parse("images.lock", text);
        assertEquals(text, lock.toText());
        assertEquals(
                List.of(ImageReference.parse("ghcr.io/a/b:2@" + DIGEST), ImageReference.parse("ollama/ollama:0.35.1")),
                lock.images());
        assertEquals(List.of(ImageReference.parse("ollama/ollama:0.35.1")), lock.unpinned());
    }

    @Test
    void isFilledByARegistry() {
        ImagesLock lock = ImagesLock.parse("images.lock", "a/b:1: ''");
        ImagesLock filled = lock.filled(_ -> DIGEST);
        assertEquals(List.of(ImageReference.parse("a/b:1@" + DIGEST)), filled.images());
        assertTrue(filled.unpinned().isEmpty());
    }

    @Test
    void refusesWhatIsNoLock() {
        for (String text : List.of(
                "a/b:1: 'sha256:0123'",
                "a/b: ''",
                "a/b:1@" + DIGEST + ": ''",
                "'Not An Image:1': ''",
                "a/b:1:",
                "a/b:1: ''\na/b:1: ''",
                "- a/b:1")) {
            ApplianceException refused =
                    assertThrows(ApplianceException.class, () -> ImagesLock.parse("x/images.lock", text), text);
            assertTrue(refused.problem().toText().contains("x/images.lock"), text);
        }
    }
}

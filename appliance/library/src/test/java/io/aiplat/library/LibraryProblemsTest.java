package io.aiplat.library;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibraryProblemsTest {
    @Test
    void sayWhatIsWrongAndWhatToDo() {
        ImageReference ollama = ImageReference.parse("ollama/ollama:0.35.1");
        Golden.problems(
                LibraryProblems.class,
                List.of(
                        LibraryProblems.libraryBroken("bundles/ollama/bundle.yaml", "'summary' must be a text"),
                        LibraryProblems.imagesUnpinned(
                                List.of(ollama, ImageReference.parse("rancher/k3s:v1.36.4-k3s1"))),
                        LibraryProblems.noBundles(Path.of("src")),
                        LibraryProblems.lockNotWritten(Path.of("bundles/node.lock"), "bundles/node.lock: read-only")));
    }
}

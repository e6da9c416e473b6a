package io.aiplat.supply.image.build;

import io.aiplat.model.Problem;
import java.nio.file.Path;
import java.util.List;

/// One problem of every code, as a person would see it.
public final class ImageBuildProblemSamples {
    private ImageBuildProblemSamples() {}

    /// All of them.
    public static List<Problem> all() {
        return List.of(
                ImageBuildProblems.jarMissing(Path.of("/app/aiplat.jar")),
                ImageBuildProblems.notWritten(
                        Path.of("/data/aiplat.tar"), "java.io.IOException: No space left on device"),
                ImageBuildProblems.notPushed(
                        "registry.example/aiplat:0.1.0",
                        "It wants a login that was not given, or refused the one that was."),
                ImageBuildProblems.stopped());
    }
}

package io.aiplat.supply.image.build;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can go wrong with the image of aiplat.
public final class ImageBuildProblems {
    private ImageBuildProblems() {}

    /// It runs from something else than the one JAR, as in a test or in such an image itself.
    public static Problem jarMissing(Path runs) {
        return new Problem(
                new ProblemCode("IMAGE_JAR_MISSING", Kind.NOT_FOUND, ExitCode.STEP_FAILED),
                "There is no JAR to make an image of",
                "An image is made of the aiplat.jar that runs, and this one runs from " + runs
                        + ", which is not all of aiplat in one file.",
                List.of("Run the command with the JAR itself: java -jar aiplat.jar image build"));
    }

    /// The disk or the path refuses.
    public static Problem notWritten(Path file, String why) {
        return new Problem(
                new ProblemCode("IMAGE_NOT_WRITTEN", Kind.UNAVAILABLE, ExitCode.STEP_FAILED),
                "The image could not be written to " + file,
                why.endsWith(".") ? why : why + ".",
                List.of("Check the path, who may write to it, and how much room there is: df -h " + file));
    }

    /// A registry that can be asked and takes no image.
    ///
    /// @param image that was to be pushed
    /// @param why   a full sentence
    public static Problem notPushed(String image, String why) {
        return new Problem(
                new ProblemCode("IMAGE_NOT_PUSHED", Kind.DENIED, ExitCode.STEP_FAILED),
                "The image could not be pushed as " + image,
                why,
                List.of(
                        "Put a login that may push under `network.registries` in aiplat.yaml, or log in: docker login",
                        "Run the same command again: what the registry has by now is not sent again",
                        "Or write a file and carry it: aiplat image build --out aiplat.tar"));
    }

    /// A person or the system told it to end.
    public static Problem stopped() {
        return new Problem(
                new ProblemCode("IMAGE_STOPPED", Kind.INTERRUPTED),
                "The work on the image was stopped",
                "It was interrupted.",
                List.of("Run it again: what a registry has by now is not sent again"));
    }
}

package io.aiplat.supply.exchange;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can go wrong with archives of models.
public final class ExchangeProblems {
    private static final ProblemCode EXISTS =
            new ProblemCode("MODELS_EXPORT_EXISTS", Kind.CONFLICT, ExitCode.STEP_FAILED);
    private static final ProblemCode NOT_EXPORTED =
            new ProblemCode("MODELS_NOT_EXPORTED", Kind.FAILED, ExitCode.STEP_FAILED);
    private static final ProblemCode OUT_OF_REACH =
            new ProblemCode("MODELS_OUT_OF_REACH", Kind.UNAVAILABLE, ExitCode.STEP_FAILED);
    private static final ProblemCode BROKEN =
            new ProblemCode("MODELS_ARCHIVE_BROKEN", Kind.INVALID, ExitCode.STEP_FAILED);

    private ExchangeProblems() {}

    /// There is a file already where an archive should be written.
    public static Problem exists(Path file) {
        return new Problem(
                EXISTS,
                "There is a file " + file + " already",
                "An export replaces nothing by itself.",
                List.of("Name another file", "Replace it: add --force"));
    }

    /// An archive could not be written.
    ///
    /// @param why a full sentence
    public static Problem notExported(String model, Path file, String why) {
        return new Problem(
                NOT_EXPORTED,
                "The model " + model + " was not exported to " + file,
                why,
                List.of(
                        "See how much room is left: df -h "
                                + file.toAbsolutePath().getParent(),
                        "Name a file that the user of the appliance may write"));
    }

    /// The bytes of a model are where this process cannot read them.
    ///
    /// @param why a full sentence
    public static Problem outOfReach(String model, String why) {
        return new Problem(
                OUT_OF_REACH,
                "The bytes of the model " + model + " are out of reach",
                why + " Ollama hands out no bytes of the models that it keeps.",
                List.of(
                        "Pull it on the other machine from where it came: aiplat models show " + model,
                        "Take it along in a bundle archive, which fetches it from where it came: aiplat bundle create"
                                + " --models " + model,
                        "Let the user of the appliance read Ollama's folder, if it is on this machine: chmod -R a+rX"
                                + " FOLDER"));
    }

    /// A file that should be an archive of a model and is none, or not all of one.
    ///
    /// @param why what is wrong with it, a full sentence
    public static Problem broken(Path file, String why) {
        return new Problem(
                BROKEN,
                "The archive " + file + " cannot be imported",
                why,
                List.of(
                        "Bring it here again and compare its checksum: sha256sum " + file,
                        "See what is in it: tar tvf " + file));
    }
}

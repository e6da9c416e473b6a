package io.aiplat.supply.gguf;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with the files of models.
public final class GgufProblems {
    private GgufProblems() {}

    private static ProblemCode step(String id, Kind kind) {
        return new ProblemCode(id, kind, ExitCode.STEP_FAILED);
    }

    /// A model file that is no GGUF file, or not all of one.
    ///
    /// @param file its path
    /// @param why  what is wrong with it, a full sentence
    public static Problem fileBroken(String file, String why) {
        return new Problem(
                step("MODELS_FILE_BROKEN", Kind.INVALID),
                "The model file " + file + " is broken",
                why,
                List.of(
                        "Fetch it again and compare its size or checksum with the source's",
                        "See whether it is a GGUF file at all: head -c 4 " + file));
    }

    /// A model file that cannot be opened or read.
    public static Problem fileUnreadable(String file, String why) {
        return new Problem(
                step("MODELS_FILE_UNREADABLE", Kind.FAILED),
                "The model file " + file + " cannot be read",
                why,
                List.of("Check the path and who may read it: ls -l " + file));
    }

    /// A tensor type that this llama.cpp does not know.
    ///
    /// @param type its number, with its name where it has one: `39 (MXFP4)`
    public static Problem tensorTypeUnknown(String file, String type) {
        return new Problem(
                step("MODELS_TENSOR_TYPE_UNKNOWN", Kind.FAILED),
                "The model file " + file + " has tensors of the type " + type
                        + ", which the embedded engine does not know",
                "The llama.cpp inside the JAR is older than the type or has given it up, or the file is damaged.",
                List.of(
                        "Serve it with a newer llama.cpp: aiplat engines install llamacpp, then aiplat up --engine llamacpp",
                        "Serve it with Ollama: install it, or start one with aiplat up --cluster docker",
                        "Take a file of the same model with weights of a common type: Q4_K_M, Q8_0, F16",
                        "If its types are common, fetch it again and compare its size or checksum with the source's"));
    }
}

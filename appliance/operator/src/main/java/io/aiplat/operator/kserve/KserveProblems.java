package io.aiplat.operator.kserve;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with models of KServe.
public final class KserveProblems {
    private static final ProblemCode NO_SUCH_FORMAT = new ProblemCode("OPERATOR_NO_SUCH_FORMAT", Kind.INVALID);
    private static final ProblemCode NO_SUCH_PART = new ProblemCode("OPERATOR_NO_SUCH_PART", Kind.INVALID);

    private KserveProblems() {}

    /// A model is in a format that nothing here serves.
    public static Problem noSuchFormat(String service, String format) {
        return new Problem(
                NO_SUCH_FORMAT,
                "The model of the InferenceService " + service + " has the format " + format,
                "Here vLLM serves vLLM and huggingface, and Ollama serves gguf, llama.cpp and ollama.",
                List.of(
                        "Correct spec.predictor.model.modelFormat.name",
                        "Serve it with KServe, and lead a route to it: a ModelRouter with provider openai"));
    }

    /// A service asks for a part that would change its answers.
    ///
    /// @param part as the resource calls it
    public static Problem noSuchPart(String service, String part) {
        return new Problem(
                NO_SUCH_PART,
                "The InferenceService " + service + " has " + part,
                "aiplat serves the model alone; without that part its answers would be others than the resource asks for.",
                List.of(
                        "Remove " + part,
                        "Serve it with KServe, and lead a route to it: a ModelRouter with provider openai"));
    }
}

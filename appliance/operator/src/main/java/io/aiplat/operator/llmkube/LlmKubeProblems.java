package io.aiplat.operator.llmkube;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with resources of LLMKube.
public final class LlmKubeProblems {
    private static final ProblemCode NO_SUCH_RUNTIME = new ProblemCode("OPERATOR_NO_SUCH_RUNTIME", Kind.INVALID);
    private static final ProblemCode NO_WEIGHTS = new ProblemCode("OPERATOR_NO_WEIGHTS_FOR_COPIES", Kind.INVALID);
    private static final ProblemCode FORMAT_NOT_SERVED = new ProblemCode("OPERATOR_FORMAT_NOT_SERVED", Kind.INVALID);

    private LlmKubeProblems() {}

    /// A service asks for a server that nothing here starts.
    public static Problem noSuchRuntime(String service, String runtime) {
        return new Problem(
                NO_SUCH_RUNTIME,
                "The InferenceService " + service + " has the runtime " + runtime,
                "Here llamacpp serves GGUF files, and vllm repositories of Hugging Face on GPUs; another server answers"
                        + " in another way, or not in OpenAI's API.",
                List.of(
                        "Write runtime: llamacpp or runtime: vllm, with a Model in that format",
                        "Run that server yourself, and lead a route to it: an upstream in gateway.yaml"));
    }

    /// A model is in a format that its runtime does not serve.
    ///
    /// @param who    kind and name of the resource
    /// @param served what is served instead
    public static Problem formatNotServed(String who, String format, String served) {
        return new Problem(
                FORMAT_NOT_SERVED,
                "The " + who + " has the format " + format,
                "What is served here is " + served + ".",
                List.of("Name a file or repository in that format as spec.source, and that format as spec.format"));
    }

    /// A service needs copies of a server of its own, and they cannot have the weights.
    ///
    /// @param source of the model
    /// @param why    not, as a part of a sentence
    public static Problem noWeightsForCopies(String service, String source, String why) {
        return new Problem(
                NO_WEIGHTS,
                "The copies of the InferenceService " + service + " cannot fetch " + source,
                "A service with fields that only llama.cpp's own server knows is served by copies of that, which fetch"
                        + " the weights themselves: " + why + ".",
                List.of(
                        "Remove those fields, and the model engine of aiplat serves what it fetches and checks",
                        "Put the file where copies reach it"));
    }
}

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

    private static final ProblemCode NOT_CLOSED = new ProblemCode("OPERATOR_RULE_NOT_CLOSED", Kind.INVALID);
    private static final ProblemCode LEADS_OUT = new ProblemCode("OPERATOR_RULE_LEADS_OUT", Kind.INVALID);
    private static final ProblemCode NOT_SERVED = new ProblemCode("OPERATOR_BACKEND_NOT_SERVED", Kind.UNAVAILABLE);
    private static final ProblemCode NO_KEY = new ProblemCode("OPERATOR_BACKEND_KEY_MISSING", Kind.NOT_FOUND);
    private static final ProblemCode NOT_OF_ROUTERS = new ProblemCode("OPERATOR_NOT_OF_ROUTERS", Kind.INVALID);
    private static final ProblemCode PATTERN = new ProblemCode("OPERATOR_PATTERN_NOT_SERVED", Kind.INVALID);
    private static final ProblemCode TIME = new ProblemCode("OPERATOR_TIME_NOT_UNDERSTOOD", Kind.INVALID);

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

    /// A rule is for a sensitive class of data, and would let others answer.
    public static Problem notClosed(String router, String rule) {
        return new Problem(
                NOT_CLOSED,
                "The rule " + rule + " of the ModelRouter " + router
                        + " is for sensitive data, and does not fail closed",
                "What of spec.policy.classification.sensitiveClassifications a rule is for (pii and phi, where nothing"
                        + " is said) must not leave the house; without failClosed another backend could answer.",
                List.of(
                        "Write failClosed: true into the rule, with backends of the tier local",
                        "Or take the class out of sensitiveClassifications"));
    }

    /// A rule that fails closed could lead out of the house.
    ///
    /// @param backend that is not in it
    public static Problem leadsOut(String router, String rule, String backend) {
        return new Problem(
                LEADS_OUT,
                "By the rule " + rule + " of the ModelRouter " + router + " requests could leave the house",
                "It has failClosed: true, and the backend " + backend
                        + " is of the tier cloud, by what it says or by its address.",
                List.of("Take " + backend + " out of the rule", "If it is in the house, say so: tier: local"));
    }

    /// A backend is a service that is not served yet.
    public static Problem backendNotServed(String router, String backend, String service) {
        return new Problem(
                NOT_SERVED,
                "The backend " + backend + " of the ModelRouter " + router + " is not served yet",
                "Its InferenceService " + service + " is not Ready. It is looked for again within a minute.",
                List.of("See what it waits for: aiplat kubectl describe inferenceservices.inference.llmkube.dev "
                        + service));
    }

    /// A backend's key is not where the resource says.
    ///
    /// @param secret that it names
    /// @param entry  that it should have
    public static Problem noKey(String router, String backend, String secret, String entry) {
        return new Problem(
                NO_KEY,
                "The backend " + backend + " of the ModelRouter " + router + " has no key",
                "The secret " + secret + " in its namespace is not there, or has no " + entry + ".",
                List.of("Make it: kubectl create secret generic " + secret + " --from-literal=" + entry + "=KEY"));
    }

    /// A router asks for what its gateway has for keys and teams.
    ///
    /// @param field as the resource calls it
    /// @param fix   what to do instead
    public static Problem notOfRouters(String router, String field, String fix) {
        return new Problem(
                NOT_OF_ROUTERS,
                "The ModelRouter " + router + " has " + field,
                "The gateway of aiplat decides that by keys and teams, and not by routers; to serve it without would"
                        + " let through what that is to hold back.",
                List.of(fix, "Remove " + field));
    }

    /// A rule is for names that cannot be served.
    public static Problem pattern(String router, String rule, String pattern) {
        return new Problem(
                PATTERN,
                "The rule " + rule + " of the ModelRouter " + router + " is for models like " + pattern,
                "The gateway serves names, and beginnings of names with a * at the end.",
                List.of("Write the names, or a beginning such as qwen3-*", "Use a header to tell requests apart"));
    }

    /// A time is written in a way that nobody knows.
    ///
    /// @param what that it is for
    public static Problem time(String router, String what, String text) {
        return new Problem(
                TIME,
                "The " + what + " in the ModelRouter " + router + " is " + text,
                "A time is a number with ms, s, m or h, such as 8s or 1m30s, and more than nothing.",
                List.of("Correct it"));
    }
}

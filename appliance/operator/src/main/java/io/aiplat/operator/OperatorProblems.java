package io.aiplat.operator;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with custom resources.
public final class OperatorProblems {
    private static final ProblemCode UNKNOWN_PROVIDER = new ProblemCode("OPERATOR_UNKNOWN_PROVIDER", Kind.INVALID);
    private static final ProblemCode NO_ENDPOINT = new ProblemCode("OPERATOR_NO_ENDPOINT", Kind.INVALID);
    private static final ProblemCode KIND_OF_ANOTHER = new ProblemCode("OPERATOR_KIND_OF_ANOTHER", Kind.CONFLICT);

    private static final ProblemCode NO_SUCH_ENGINE = new ProblemCode("OPERATOR_NO_SUCH_ENGINE", Kind.INVALID);
    private static final ProblemCode ADAPTERS = new ProblemCode("OPERATOR_ADAPTERS", Kind.INVALID);
    private static final ProblemCode SOURCE_OUT_OF_REACH =
            new ProblemCode("OPERATOR_SOURCE_OUT_OF_REACH", Kind.INVALID);

    private OperatorProblems() {}

    /// A model asks for an engine whose models nothing here runs.
    public static Problem noSuchEngine(String model, String engine) {
        return new Problem(
                NO_SUCH_ENGINE,
                "The model " + model + " asks for the engine " + engine,
                "What that engine runs, speech or classifiers, is run by no engine of aiplat.",
                List.of("Serve it with KubeAI, and lead a route to it: a ModelRouter with provider openai"));
    }

    /// A model wants adapters of its weights.
    public static Problem adapters(String model) {
        return new Problem(
                ADAPTERS,
                "The model " + model + " has adapters",
                "The engine here serves weights as they are; answering without the adapters would be another model's"
                        + " answers.",
                List.of("Merge the adapter into the weights, and name the result as spec.url", "Remove spec.adapters"));
    }

    /// A model is somewhere that models are not fetched from.
    public static Problem sourceOutOfReach(String model, String url) {
        return new Problem(
                SOURCE_OUT_OF_REACH,
                "The model " + model + " comes from " + url,
                "Models are fetched from registries of Ollama and from Hugging Face; buckets and volumes are not read.",
                List.of(
                        "Name it as ollama://NAME or hf://ORGANISATION/REPOSITORY",
                        "Bring its file by hand, aiplat models pull FILE --name NAME, and name it as ollama://NAME"));
    }

    /// A route names a provider that nobody here speaks to.
    public static Problem unknownProvider(String route, String provider) {
        return new Problem(
                UNKNOWN_PROVIDER,
                "The route " + route + " names the provider " + provider,
                "What a server speaks decides how it is asked, and this is none of the words known here.",
                List.of(
                        "Write ollama, openai (also for vLLM, llama-server and whatever else is compatible) or anthropic"));
    }

    /// A route to somebody else's server does not say where that is.
    public static Problem noEndpoint(String route, String provider) {
        return new Problem(
                NO_ENDPOINT,
                "The route " + route + " has no endpoint",
                "Only models of aiplat itself, whose provider is ollama, are found without an address.",
                List.of("Name the server's address as endpoint, for " + provider + " with the path that its API begins"
                        + " at: https://HOST/v1"));
    }

    /// The definition of a kind belongs to another operator.
    ///
    /// @param kind plural name and group
    public static Problem kindOfAnother(String kind) {
        return new Problem(
                KIND_OF_ANOTHER,
                "Another operator owns the kind " + kind,
                "The cluster has a definition of it that aiplat did not make. Two operators of one kind would undo each"
                        + " other's work, so its resources are left alone.",
                List.of(
                        "Keep the other operator; nothing else of aiplat needs this kind",
                        "Let aiplat take over, once the other operator is gone: kubectl label crd " + kind
                                + " aiplat.io/owner=adopted, then aiplat restart"));
    }
}

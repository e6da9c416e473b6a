package io.aiplat.operator.reconciler;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with custom resources.
public final class ResourceProblems {
    private static final ProblemCode UNKNOWN_PROVIDER = new ProblemCode("OPERATOR_UNKNOWN_PROVIDER", Kind.INVALID);
    private static final ProblemCode NO_ENDPOINT = new ProblemCode("OPERATOR_NO_ENDPOINT", Kind.INVALID);

    private static final ProblemCode NO_SUCH_ENGINE = new ProblemCode("OPERATOR_NO_SUCH_ENGINE", Kind.INVALID);
    private static final ProblemCode ADAPTERS = new ProblemCode("OPERATOR_ADAPTERS", Kind.INVALID);
    private static final ProblemCode SOURCE_OUT_OF_REACH =
            new ProblemCode("OPERATOR_SOURCE_OUT_OF_REACH", Kind.INVALID);

    private static final ProblemCode NOTHING_REFERRED_TO =
            new ProblemCode("OPERATOR_NOTHING_REFERRED_TO", Kind.NOT_FOUND);
    private static final ProblemCode PATCH_UNREADABLE = new ProblemCode("OPERATOR_PATCH_UNREADABLE", Kind.INVALID);
    private static final ProblemCode INTERPOLATION = new ProblemCode("OPERATOR_INTERPOLATION", Kind.DENIED);
    private static final ProblemCode GUARD_OUT_OF_HOUSE = new ProblemCode("OPERATOR_GUARD_OUT_OF_HOUSE", Kind.INVALID);
    private static final ProblemCode GUARD_WISH = new ProblemCode("OPERATOR_GUARD_WISH", Kind.INVALID);

    private static final ProblemCode KEY_MISSING = new ProblemCode("OPERATOR_KEY_MISSING", Kind.NOT_FOUND);

    private ResourceProblems() {}

    /// A gateway's provider wants a key that no secret has.
    ///
    /// @param gateway namespace and name
    /// @param why     which variable is missing
    public static Problem keyMissing(String gateway, String why) {
        return new Problem(
                KEY_MISSING,
                "The gateway " + gateway + " has no key for one of its providers",
                why + " For a resource these variables are the entries of the secret api-key-secrets in its namespace,"
                        + " and what spec.env and spec.envFrom name.",
                List.of(
                        "Make it: kubectl create secret generic api-key-secrets --from-literal=NAME=KEY",
                        "Take the model out of spec.aiModels"));
    }

    /// Whether a problem is that a provider has no key.
    public static boolean isKeyMissing(Problem problem) {
        return problem.code().equals(KEY_MISSING);
    }

    /// A resource refers to something that is not there.
    ///
    /// @param who  the resource, as a sentence begins
    /// @param what kind and name of what is missing
    public static Problem nothingReferredTo(String who, String what) {
        return new Problem(
                NOTHING_REFERRED_TO,
                who + " refers to " + what + ", and there is none",
                "It is looked for again within a minute.",
                List.of("Apply it as well", "Correct the reference"));
    }

    /// The patch of a gateway's configuration is no YAML.
    ///
    /// @param map that it is in
    public static Problem patchUnreadable(String gateway, String map, String why) {
        return new Problem(
                PATCH_UNREADABLE,
                "The patch of the gateway " + gateway + " cannot be read",
                "patch.yaml in the ConfigMap " + map + " is no YAML: " + why,
                List.of("Correct patch.yaml: a merge patch of LiteLLM's config.yaml"));
    }

    /// A resource wants the gateway to put its own files or variables into it.
    public static Problem interpolation(String gateway) {
        return new Problem(
                INTERPOLATION,
                "The gateway " + gateway + " has ${...} in it",
                "That takes variables and files of the process that serves, which whoever may write a resource shall not"
                        + " read.",
                List.of(
                        "Take keys from a Secret: os.environ/NAME, with NAME in the secret api-key-secrets or in spec.env"));
    }

    /// A guard would send prompts to somebody else to have them judged.
    ///
    /// @param who  the resource, as a sentence begins
    /// @param type of the provider
    public static Problem guardOutOfHouse(String who, String type) {
        return new Problem(
                GUARD_OUT_OF_HOUSE,
                who + " is of the type " + type,
                "It would send every prompt to a server of somebody else; no guard of aiplat does.",
                List.of(
                        "Use a Presidio of your own: type presidio-api",
                        "Write a guard of patterns into gateway.yaml"));
    }

    /// A guard asks for what would change what is found, and is not to be had.
    ///
    /// @param wish as the resource writes it
    public static Problem guardWish(String guard, String wish) {
        return new Problem(
                GUARD_WISH,
                "The guard " + guard + " asks for " + wish,
                "Presidio is asked for English texts with its own thresholds, and what it finds is masked; to ignore the"
                        + " rest would let through what the guard is for.",
                List.of("Remove that from spec.presidio, if the usual is right"));
    }

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
}

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

    private static final ProblemCode NO_IMAGE = new ProblemCode("OPERATOR_NO_IMAGE", Kind.INVALID);
    private static final ProblemCode SECRETS_NOT_UNDERSTOOD =
            new ProblemCode("OPERATOR_SECRETS_NOT_UNDERSTOOD", Kind.INVALID);
    private static final ProblemCode OBJECT_OF_ANOTHER = new ProblemCode("OPERATOR_OBJECT_OF_ANOTHER", Kind.CONFLICT);
    private static final ProblemCode TEAM_OF_ANOTHER = new ProblemCode("OPERATOR_TEAM_OF_ANOTHER", Kind.CONFLICT);
    private static final ProblemCode BUDGET_NOT_UNDERSTOOD =
            new ProblemCode("OPERATOR_BUDGET_NOT_UNDERSTOOD", Kind.INVALID);

    private OperatorProblems() {}

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

    /// An agent has no image.
    public static Problem noImage(String agent) {
        return new Problem(
                NO_IMAGE,
                "The agent " + agent + " has no image",
                "It says which model the agent asks, and not what the agent is. Agents that aiplat runs by itself, from"
                        + " a model and a prompt, come later.",
                List.of("Name the image of the agent's container as spec.image"));
    }

    /// The secrets of an agent are written in no form that is known.
    public static Problem secretsNotUnderstood(String agent) {
        return new Problem(
                SECRETS_NOT_UNDERSTOOD,
                "The secrets of the agent " + agent + " cannot be understood",
                "They are a list, each with a name and a key, or an object with nothing but apiKeySecret.",
                List.of(
                        "Write spec.secrets: [{name: anthropic-api-key, key: ANTHROPIC_API_KEY}]",
                        "Or write spec.secrets: {apiKeySecret: NAME} for all keys of one secret"));
    }

    /// An object that a resource stands for is there already, and not its own.
    ///
    /// @param object `Kind namespace/name`
    public static Problem objectOfAnother(String object) {
        return new Problem(
                OBJECT_OF_ANOTHER,
                "There is a " + object + " already",
                "Somebody else made it, and it may be in use; it is left as it is.",
                List.of(
                        "Give the resource another name",
                        "Or delete the " + object + ", if nobody needs it; it is made anew within a minute"));
    }

    /// The gateway has a team of that name, which no resource made.
    public static Problem teamOfAnother(String team) {
        return new Problem(
                TEAM_OF_ANOTHER,
                "The gateway has a team " + team + " already",
                "A person made it, and its limits and keys are that person's; a resource would change and delete them.",
                List.of(
                        "Give the resource another teamName",
                        "Or delete the team, if nobody needs it: aiplat teams delete " + team));
    }

    /// The budget of a team is written in no form that is known.
    ///
    /// @param reason what is allowed
    public static Problem budgetNotUnderstood(String team, String reason) {
        return new Problem(
                BUDGET_NOT_UNDERSTOOD,
                "The budget of the team " + team + " cannot be understood",
                reason,
                List.of("Write spec.maxBudget: \"100.0\" and spec.budgetDuration: 30d"));
    }
}

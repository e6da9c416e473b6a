package io.aiplat.operator.agentops;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with agents in containers.
public final class AgentProblems {
    private static final ProblemCode NO_IMAGE = new ProblemCode("OPERATOR_NO_IMAGE", Kind.INVALID);
    private static final ProblemCode SECRETS_NOT_UNDERSTOOD =
            new ProblemCode("OPERATOR_SECRETS_NOT_UNDERSTOOD", Kind.INVALID);

    private AgentProblems() {}

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
                "They are a list, each with a name and a key, or an object with nothing but apiKeySecret. A secret of"
                        + " the list that is to be brought says by which provider, external or vault, and from where.",
                List.of(
                        "For External Secrets add provider: external, secretStoreRef: {name, kind} and remoteRef: {key}",
                        "For Vault add provider: vault, mount and path",
                        "Write spec.secrets: [{name: anthropic-api-key, key: ANTHROPIC_API_KEY}]",
                        "Or write spec.secrets: {apiKeySecret: NAME} for all keys of one secret"));
    }
}

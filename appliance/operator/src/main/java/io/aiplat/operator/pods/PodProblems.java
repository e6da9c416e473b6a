package io.aiplat.operator.pods;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can stand in the way of operator and gateways as pods.
public final class PodProblems {
    private PodProblems() {}

    /// It runs, and not in a pod with a service account.
    public static Problem noPod(Path account) {
        return new Problem(
                new ProblemCode("OPERATOR_NO_POD", Kind.UNAVAILABLE),
                "This process is in no pod with a service account",
                "The folder " + account + " of such a pod is not there.",
                List.of(
                        "Have it run as a pod: aiplat up --cluster existing --with aiplat",
                        "On a machine of its own, aiplat up has an operator already"));
    }

    /// Routes of resources are more than gateways can be handed.
    ///
    /// @param why a full sentence
    public static Problem notPublished(String why) {
        return new Problem(
                new ProblemCode("OPERATOR_ROUTES_NOT_PUBLISHED", Kind.UNAVAILABLE),
                "What resources say did not get to the gateways",
                why,
                List.of(
                        "See what the operator may: kubectl auth can-i patch secrets --as"
                                + " system:serviceaccount:NAMESPACE:aiplat-operator",
                        "Gateways serve on what they had; it is tried again by itself"));
    }

    /// What the operator has published cannot be read.
    ///
    /// @param why a full sentence
    public static Problem routesUnreadable(String secret, String why) {
        return new Problem(
                new ProblemCode("OPERATOR_ROUTES_UNREADABLE", Kind.UNAVAILABLE),
                "The routes in secret " + secret + " cannot be read",
                why,
                List.of(
                        "Let operator and gateway be of one image: kubectl get deployments -o wide",
                        "What was served before is served on"));
    }

    /// Teams and keys of resources, where each gateway keeps its own.
    public static Problem teamsNotShared() {
        return new Problem(
                new ProblemCode("OPERATOR_TEAMS_NOT_SHARED", Kind.UNAVAILABLE),
                "A team needs a store of keys that all gateways share",
                "Each gateway pod keeps keys and budgets by itself, so a team that the operator makes would be in none of"
                        + " them.",
                List.of(
                        "Share a PostgreSQL database, with its address in a file: aiplat up --set"
                                + " 'database.url=${file:/path/to/file}'",
                        "Or make teams where aiplat runs as one process: aiplat up"));
    }

    /// A gateway that waits for its keys.
    public static Problem operatorNotThere(String secret) {
        return new Problem(
                new ProblemCode("OPERATOR_NOT_THERE", Kind.UNAVAILABLE),
                "The secret " + secret + " has no keys for this gateway",
                "The operator makes it when it starts, and has not by now.",
                List.of("See how the operator is: kubectl logs deployment/aiplat-operator"));
    }

    /// A person or the system told it to end.
    public static Problem stopped() {
        return new Problem(
                new ProblemCode("OPERATOR_POD_STOPPED", Kind.INTERRUPTED),
                "The pod was told to end while it started",
                "It was interrupted.",
                List.of("Kubernetes starts another if one is wanted"));
    }
}

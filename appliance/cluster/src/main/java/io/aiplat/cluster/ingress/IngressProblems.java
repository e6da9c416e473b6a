package io.aiplat.cluster.ingress;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can keep requests from being led into a cluster.
public final class IngressProblems {
    private IngressProblems() {}

    /// The cluster has no class of Ingress at all.
    public static Problem noClasses() {
        return new Problem(
                new ProblemCode("CLUSTER_NO_INGRESS_CLASS", Kind.NOT_FOUND, ExitCode.STEP_FAILED),
                "The cluster has no IngressClass",
                "expose is ingress, and nothing in the cluster leads requests into it: whoever does so registers an"
                        + " IngressClass. A cluster that aiplat makes has none, because k3s' Traefik is off there.",
                List.of(
                        "Install a controller (Traefik, ingress-nginx, HAProxy …), and run aiplat up again",
                        "Do without: aiplat settings set expose none"));
    }

    /// The class that was named is not there, or none was named and none is the default.
    ///
    /// @param wanted empty where none was named
    /// @param known  those there are, at least one
    public static Problem otherClasses(String wanted, List<String> known) {
        return new Problem(
                new ProblemCode("CLUSTER_INGRESS_CLASS_UNKNOWN", Kind.NOT_FOUND, ExitCode.STEP_FAILED),
                wanted.isEmpty()
                        ? "The cluster has no default IngressClass"
                        : "The cluster has no IngressClass " + wanted,
                "It has " + String.join(", ", known) + ".",
                List.of("Name one of them: aiplat settings set ingress.class " + known.getFirst()));
    }

    /// cert-manager is to make the certificate, and is not there.
    ///
    /// @param issuer as the setting has it
    public static Problem noCertManager(String issuer) {
        return new Problem(
                new ProblemCode("CLUSTER_NO_CERT_MANAGER", Kind.NOT_FOUND, ExitCode.STEP_FAILED),
                "The cluster has no cert-manager",
                "ingress.issuer is " + issuer + ", and the kind certificates.cert-manager.io is not defined.",
                List.of(
                        "Install cert-manager, and run aiplat up again",
                        "Take an authority of this home instead: aiplat settings unset ingress.issuer"));
    }

    /// cert-manager has no issuer of that name.
    ///
    /// @param issuer as the setting has it
    public static Problem noIssuer(String issuer) {
        return new Problem(
                new ProblemCode("CLUSTER_NO_ISSUER", Kind.NOT_FOUND, ExitCode.STEP_FAILED),
                "cert-manager has no " + issuer.replace('/', ' '),
                "ingress.issuer names it, and the cluster has none.",
                List.of(
                        "Apply it, and run aiplat up again",
                        "Take an authority of this home instead: aiplat settings unset ingress.issuer"));
    }
}

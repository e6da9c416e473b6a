package io.aiplat.provisioning.plan;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Exposure;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.BundleValue;
import java.util.List;

/// What can make it impossible to lead requests into a cluster.
public final class ExposureProblems {
    private ExposureProblems() {}

    static List<Problem> of(Exposure exposure, List<Bundle> bundles) {
        if (exposure.way() == Exposure.Way.NONE) {
            return List.of();
        }
        boolean gateways = bundles.stream()
                .flatMap(bundle -> bundle.values().stream())
                .anyMatch(BundleValue.Ingress.class::isInstance);
        if (!gateways) {
            return List.of(nothingToExpose());
        }
        return exposure.host().isEmpty() ? List.of(noHost()) : List.of();
    }

    /// An ingress leads to no name.
    public static Problem noHost() {
        return new Problem(
                new ProblemCode("PLAN_INGRESS_WITHOUT_HOST", Kind.MISCONFIGURED, ExitCode.SETTINGS),
                "Nobody has said under which name the gateways are reached",
                "expose is ingress, and ingress.host is not set: certificate and Ingress are for a name.",
                List.of("Say it: aiplat settings set ingress.host ai.example.org"));
    }

    /// There are no gateways in the cluster.
    public static Problem nothingToExpose() {
        return new Problem(
                new ProblemCode("PLAN_INGRESS_WITHOUT_GATEWAYS", Kind.CONFLICT, ExitCode.SETTINGS),
                "There is no gateway in a cluster that an ingress could lead to",
                "expose is ingress, which leads to the gateways of the bundle aiplat. The gateway of this machine listens"
                        + " on an address of this machine.",
                List.of(
                        "Have gateways in the cluster: aiplat up --with aiplat",
                        "Put a proxy with TLS in front of the one of this machine",
                        "Do without: aiplat settings set expose none"));
    }
}

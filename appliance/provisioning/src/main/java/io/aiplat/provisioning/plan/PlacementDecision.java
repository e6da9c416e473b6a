package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.Observed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Placement decision: which cluster and which model engine, where settings leave it to us, and why.
///
/// @param cluster never `auto`
/// @param engine  never `auto`
/// @param reasons one line for each choice that was ours, and one if that leaves a GPU idle
/// @param problems why what was asked for by name cannot be had; asked for by name never falls back
record PlacementDecision(ClusterKind cluster, EngineKind engine, List<String> reasons, List<Problem> problems) {

    static PlacementDecision of(Inputs in) {
        List<String> reasons = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        ClusterKind cluster = cluster(in, reasons, problems);
        EngineKind engine = engine(in, cluster, reasons, problems);
        GpuUse.idle(in, cluster, engine).ifPresent(reasons::add);
        return new PlacementDecision(cluster, engine, List.copyOf(reasons), List.copyOf(problems));
    }

    private static ClusterKind cluster(Inputs in, List<String> reasons, List<Problem> problems) {
        ClusterKind asked = in.settings().cluster().kind();
        return switch (asked) {
            case NONE -> asked;
            case EXISTING -> {
                if (in.observed().cluster() instanceof Observed.Cluster.Foreign(var what)) {
                    problems.add(PlanProblems.namespaceNotOurs(what));
                }
                yield asked;
            }
            case DOCKER -> {
                problems.addAll(againstDocker(in));
                yield asked;
            }
            case AUTO -> {
                List<Problem> against = againstDocker(in);
                if (against.isEmpty()) {
                    reasons.add("Cluster docker: a container engine answers and the images can be had.");
                    yield ClusterKind.DOCKER;
                }
                reasons.add("Cluster none: " + against.getFirst().what() + ".");
                yield ClusterKind.NONE;
            }
        };
    }

    private static List<Problem> againstDocker(Inputs in) {
        List<Problem> problems = new ArrayList<>();
        switch (in.host().engine()) {
            case ContainerEngineFacts.Unusable(var problem) -> problems.add(problem);
            case ContainerEngineFacts.Answers answers -> {
                boolean nodeIsThere = !(in.observed().cluster() instanceof Observed.Cluster.Absent);
                if (!nodeIsThere) {
                    missing(in, in.catalog().nodeImage(), problems);
                }
                if (in.settings().models().engine() != EngineKind.EMBEDDED) {
                    if (!nodeIsThere) {
                        missing(in, in.ollamaImage(), problems);
                    }
                    GpuUse.outOfReach(in, answers).ifPresent(problems::add);
                }
            }
        }
        if (in.observed().cluster() instanceof Observed.Cluster.Foreign(var what)) {
            problems.add(PlanProblems.clusterNotOurs(in.settings().cluster().name(), what));
        }
        return problems;
    }

    private static void missing(Inputs in, ImageReference image, List<Problem> problems) {
        if (in.factsOf(image) instanceof ImageFacts.Missing(var reason)) {
            problems.add(PlanProblems.imageMissing(in.named(image), reason));
        }
    }

    private static EngineKind engine(Inputs in, ClusterKind cluster, List<String> reasons, List<Problem> problems) {
        EngineKind asked = in.settings().models().engine();
        boolean hasCluster = cluster != ClusterKind.NONE;
        return switch (asked) {
            case EMBEDDED -> asked;
            case OLLAMA -> {
                if (!hasCluster && onHost(in.host()) == null) {
                    problems.add(PlanProblems.ollamaMissing());
                }
                yield asked;
            }
            case AUTO -> {
                if (hasCluster) {
                    yield EngineKind.OLLAMA;
                }
                String found = onHost(in.host());
                reasons.add(
                        found != null
                                ? "Model engine ollama: " + found + "."
                                : "Model engine embedded: no Ollama on this machine.");
                yield found != null ? EngineKind.OLLAMA : EngineKind.EMBEDDED;
            }
        };
    }

    private static @Nullable String onHost(HostFacts host) {
        HostFacts.Ollama ollama = host.ollama();
        if (ollama != null) {
            return "Ollama " + ollama.version() + " answers at " + ollama.url();
        }
        return host.ollamaBinary() == null ? null : host.ollamaBinary() + " is installed";
    }
}

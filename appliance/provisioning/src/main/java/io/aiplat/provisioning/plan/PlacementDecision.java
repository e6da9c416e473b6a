package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.host.HostFacts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Placement decision: which cluster and which model engine, where settings leave it to us, and why.
///
/// @param cluster never `auto`
/// @param engine  never `auto`
/// @param reasons one line for each choice that was ours, and one of the GPUs there are
/// @param problems why what was asked for by name cannot be had; asked for by name never falls back
record PlacementDecision(ClusterKind cluster, EngineKind engine, List<String> reasons, List<Problem> problems) {

    static PlacementDecision of(Inputs in, List<Plane> planes) {
        List<String> reasons = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        ClusterKind cluster = cluster(in, planes, reasons, problems);
        EngineKind engine = engine(in, cluster, reasons, problems);
        GpuUse.reason(in, cluster, engine).ifPresent(reasons::add);
        return new PlacementDecision(cluster, engine, List.copyOf(reasons), List.copyOf(problems));
    }

    private static ClusterKind cluster(Inputs in, List<Plane> planes, List<String> reasons, List<Problem> problems) {
        ClusterKind asked = in.settings().cluster().kind();
        if (asked != ClusterKind.AUTO) {
            problems.addAll(against(in, planes, asked));
            return asked;
        }
        List<Problem> against = against(in, planes, ClusterKind.DOCKER);
        if (against.isEmpty()) {
            reasons.add("Cluster docker: a container engine answers and the images can be had.");
            return ClusterKind.DOCKER;
        }
        List<Problem> without = against(in, planes, ClusterKind.NONE);
        if (!without.isEmpty()) {
            // What was asked for by name needs a cluster, so why there can be none is the answer, but for what would be
            // in the way in any case.
            List<Problem> anyhow = against.stream().filter(without::contains).toList();
            problems.addAll(anyhow.isEmpty() ? against : anyhow);
            return ClusterKind.DOCKER;
        }
        reasons.add("Cluster none: " + against.getFirst().what() + ".");
        return ClusterKind.NONE;
    }

    private static List<Problem> against(Inputs in, List<Plane> planes, ClusterKind where) {
        return planes.stream()
                .flatMap(plane -> plane.refusals(in, where).stream())
                .toList();
    }

    private static EngineKind engine(Inputs in, ClusterKind cluster, List<String> reasons, List<Problem> problems) {
        EngineKind asked = in.settings().models().engine();
        boolean hasCluster = cluster != ClusterKind.NONE;
        return switch (asked) {
            case EMBEDDED, LLAMACPP -> asked;
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

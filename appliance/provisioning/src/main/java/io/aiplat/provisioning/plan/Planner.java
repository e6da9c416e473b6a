package io.aiplat.provisioning.plan;

import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Planner: turns what is wanted and what is there into steps, or says why not.
/// Pure.
public final class Planner {
    /// Name of the bundle that runs models in a cluster.
    public static final String ENGINE_BUNDLE = BundleSelection.ENGINE;

    private final Preflight preflight;
    private final List<Plane> planes;

    /// Makes a planner.
    ///
    /// @param packedModels names of the test models that travel in the JAR
    public Planner(Preflight preflight, List<String> packedModels) {
        this.preflight = preflight;
        this.planes = List.of(
                new ClusterPlane(),
                new BundlePlane(),
                new OllamaPlane(),
                new GpuPlane(),
                new ArchivePlane(),
                new ModelPlane(packedModels),
                new ServePlane());
    }

    /// The images whose whereabouts a plan depends on, by their names in the catalog.
    public List<ImageReference> images(Settings settings, Catalog catalog) {
        return planes.stream()
                .flatMap(plane -> plane.images(settings, catalog).stream())
                .distinct()
                .toList();
    }

    /// Plans `up`.
    public PlanResult plan(Inputs in) {
        PlacementDecision decision = PlacementDecision.of(in, planes);
        List<Problem> problems = new ArrayList<>(decision.problems());
        problems.addAll(preflight.refusals(in.settings(), withoutOurPorts(in), decision.cluster(), decision.engine()));
        if (!problems.isEmpty()) {
            return new PlanResult.Refused(problems.stream().distinct().toList());
        }
        // The sort is stable: what a plane contributes to a phase stays in its order, and planes in theirs.
        List<Step> steps = planes.stream()
                .flatMap(plane -> plane.steps(in, decision).stream())
                .sorted(Comparator.comparing(Plane.Contribution::phase))
                .map(Plane.Contribution::step)
                .toList();
        return new PlanResult.Plan(decision.cluster(), decision.engine(), decision.reasons(), steps);
    }

    /// A port that our own appliance or cluster holds is not taken.
    private static HostFacts withoutOurPorts(Inputs in) {
        Map<Integer, String> taken = new HashMap<>(in.host().portsTaken());
        Observed.ObservedAppliance appliance = in.observed().appliance();
        if (appliance != null) {
            taken.computeIfPresent(URI.create(appliance.url()).getPort(), (_, _) -> HostFacts.OURS);
        }
        if (in.observed().cluster() instanceof Observed.Cluster.Running(var apiPort, var modelPort)) {
            taken.computeIfPresent(apiPort, (_, _) -> HostFacts.OURS);
            taken.computeIfPresent(modelPort, (_, _) -> HostFacts.OURS);
        }
        HostFacts h = in.host();
        return new HostFacts(
                h.os(),
                h.arch(),
                h.cpus(),
                h.memoryBytes(),
                h.memoryFreeBytes(),
                h.diskFreeBytes(),
                h.cpuFeatures(),
                h.libgomp(),
                h.gpus(),
                h.gpuDriver(),
                h.engine(),
                taken,
                h.ollama(),
                h.ollamaBinary(),
                h.images());
    }
}

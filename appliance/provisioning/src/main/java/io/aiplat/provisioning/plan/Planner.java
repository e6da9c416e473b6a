package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Planner: turns what is wanted and what is there into steps, or says why not.
/// Pure.
public final class Planner {
    private final Preflight preflight;
    private final List<String> packedModels;

    /// Makes a planner.
    ///
    /// @param packedModels names of the test models that travel in the JAR
    public Planner(Preflight preflight, List<String> packedModels) {
        this.preflight = preflight;
        this.packedModels = List.copyOf(packedModels);
    }

    /// Plans `up`.
    public PlanResult plan(Inputs in) {
        PlacementDecision decision = PlacementDecision.of(in);
        List<Problem> problems = new ArrayList<>(decision.problems());
        problems.addAll(preflight.refusals(in.settings(), withoutOurPorts(in), decision.cluster(), decision.engine()));
        if (!problems.isEmpty()) {
            return new PlanResult.Refused(problems.stream().distinct().toList());
        }
        List<Step> steps = new ArrayList<>();
        Settings.Gateway gateway = in.settings().gateway();
        Step appliance = new Step.StartAppliance(
                gateway.listen(), gateway.port(), in.settings().waits().appliance());
        steps.addAll(clusterSteps(in, decision));
        if (decision.cluster() == ClusterKind.NONE) {
            steps.addAll(modelSteps(in, decision));
            steps.add(appliance);
        } else {
            // It comes up while the cluster starts the pod, and would be waited for if it began after that.
            steps.add(appliance);
            steps.addAll(awaitSteps(in, decision));
            steps.addAll(modelSteps(in, decision));
        }
        steps.add(new Step.AwaitAppliance(in.settings().waits().appliance()));
        return new PlanResult.Plan(decision.cluster(), decision.engine(), decision.reasons(), steps);
    }

    private static List<Step> clusterSteps(Inputs in, PlacementDecision decision) {
        if (decision.cluster() == ClusterKind.NONE) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.EnsureCluster(spec(in, decision.cluster())));
        steps.add(new Step.AwaitNode(in.settings().waits().node()));
        if (decision.engine() == EngineKind.OLLAMA) {
            steps.addAll(OllamaSteps.of(in, decision.cluster()));
        }
        return steps;
    }

    private static List<Step> awaitSteps(Inputs in, PlacementDecision decision) {
        return decision.engine() == EngineKind.OLLAMA ? List.of(OllamaSteps.available(in)) : List.of();
    }

    private static ClusterSpec spec(Inputs in, ClusterKind kind) {
        Settings.Cluster cluster = in.settings().cluster();
        boolean docker = kind == ClusterKind.DOCKER;
        boolean pull = in.factsOf(in.catalog().nodeImage()) instanceof ImageFacts.Pullable;
        return new ClusterSpec(
                kind,
                cluster.name(),
                in.identity().owner(),
                docker ? in.nodeImage() : null,
                docker && pull,
                docker ? in.identity().apiPort() : 0,
                docker ? in.identity().modelPort() : 0,
                docker ? GpuUse.request(in) : ClusterSpec.GpuRequest.NONE,
                cluster.namespace());
    }

    private List<Step> modelSteps(Inputs in, PlacementDecision decision) {
        List<Step> steps = new ArrayList<>();
        String binary = in.host().ollamaBinary();
        boolean ollamaOnHost = decision.cluster() == ClusterKind.NONE && decision.engine() == EngineKind.OLLAMA;
        if (ollamaOnHost && in.host().ollama() == null && binary != null) {
            steps.add(new Step.StartOllama(binary));
        }
        packedModels.forEach(model -> steps.add(new Step.PutModel(model)));
        String wanted = in.settings().models().wanted();
        if (wanted != null && !packedModels.contains(wanted)) {
            steps.add(new Step.PullModel(wanted));
        }
        return steps;
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
                h.engine(),
                taken,
                h.ollama(),
                h.ollamaBinary(),
                h.images());
    }
}

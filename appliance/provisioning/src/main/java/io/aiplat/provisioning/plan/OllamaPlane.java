package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.ModelStep;
import java.util.List;

/// The plane of Ollama as the model engine: in a cluster what its bundle does not say, else the program of this
/// machine.
final class OllamaPlane implements Plane {
    @Override
    public List<ImageReference> images(Settings settings, Catalog catalog) {
        return List.of();
    }

    @Override
    public List<Problem> refusals(Inputs in, ClusterKind where) {
        return List.of();
    }

    @Override
    public List<Contribution> steps(Inputs in, PlacementDecision choice) {
        if (choice.engine() != EngineKind.OLLAMA) {
            return List.of();
        }
        if (choice.cluster() != ClusterKind.NONE) {
            return List.of(new Contribution(
                    Phase.MODELS,
                    new BundleStep.AwaitBundle(
                            BundleSelection.ENGINE, in.settings().waits().workload())));
        }
        String binary = in.host().ollamaBinary();
        return in.host().ollama() == null && binary != null
                ? List.of(
                        new Contribution(Phase.MODELS, new ModelStep.StartOllama(binary, GpuServing.ofTheMachine(in))))
                : List.of();
    }
}

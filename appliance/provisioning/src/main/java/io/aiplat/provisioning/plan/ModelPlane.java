package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ModelStep;
import java.util.ArrayList;
import java.util.List;

/// The plane of the models that are brought, whatever runs them.
///
/// @param packed names of the test models that travel in the JAR
record ModelPlane(List<String> packed) implements Plane {
    ModelPlane {
        packed = List.copyOf(packed);
    }

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
        List<Contribution> steps = new ArrayList<>();
        packed.forEach(model -> steps.add(new Contribution(Phase.MODELS, new ModelStep.PutModel(model))));
        String wanted = in.settings().models().wanted();
        if (wanted != null && !packed.contains(wanted)) {
            steps.add(new Contribution(Phase.MODELS, new ModelStep.PullModel(wanted)));
        }
        return steps;
    }
}

package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import java.util.List;

/// The plane of the GPUs: what was asked for by name is had, or refused. How a node and a pod come by them is part of
/// their own steps.
final class GpuPlane implements Plane {
    @Override
    public List<ImageReference> images(Settings settings, Catalog catalog) {
        return List.of();
    }

    @Override
    public List<Problem> refusals(Inputs in, ClusterKind where) {
        return GpuUse.refusal(in, where).or(() -> GpuUse.nothingToCount(in, where)).stream()
                .toList();
    }

    @Override
    public List<Contribution> steps(Inputs in, PlacementDecision choice) {
        return List.of();
    }
}

package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ServeStep;
import java.time.Duration;
import java.util.List;

/// The plane of the process that serves: gateway and console.
final class ServePlane implements Plane {
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
        Settings.Gateway gateway = in.settings().gateway();
        Duration limit = in.settings().waits().appliance();
        // Beside a cluster it comes up while that starts its pods, and would be waited for if it began after them.
        Phase begin = choice.cluster() == ClusterKind.NONE ? Phase.SERVE : Phase.INSTALL;
        return List.of(
                new Contribution(begin, new ServeStep.StartAppliance(gateway.listen(), gateway.port(), limit)),
                new Contribution(Phase.VERIFY, new ServeStep.AwaitAppliance(limit)));
    }
}

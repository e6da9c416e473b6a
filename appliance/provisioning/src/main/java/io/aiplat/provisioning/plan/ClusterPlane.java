package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The plane of the cluster itself.
final class ClusterPlane implements Plane {
    @Override
    public List<ImageReference> images(Settings settings, Catalog catalog) {
        return looksAtImages(settings) ? List.of(catalog.nodeImage()) : List.of();
    }

    /// Whether it matters which images this machine has: a cluster that was there before pulls them itself.
    static boolean looksAtImages(Settings settings) {
        return switch (settings.cluster().kind()) {
            case DOCKER, AUTO -> true;
            case NATIVE, EXISTING, NONE -> false;
        };
    }

    @Override
    public List<Problem> refusals(Inputs in, ClusterKind where) {
        return switch (where) {
            case NONE, AUTO -> List.of();
            case EXISTING ->
                in.observed().cluster() instanceof Observed.Cluster.Foreign(var what)
                        ? List.of(PlanProblems.namespaceNotOurs(what))
                        : List.of();
            case DOCKER -> againstDocker(in);
            case NATIVE -> ofOthers(in);
        };
    }

    private static List<Problem> againstDocker(Inputs in) {
        List<Problem> problems = new ArrayList<>();
        switch (in.host().engine()) {
            case ContainerEngineFacts.Unusable(var problem) -> problems.add(problem);
            case ContainerEngineFacts.Answers _ -> {
                if (in.observed().cluster() instanceof Observed.Cluster.Absent
                        && !in.archive().bringsNode(in.nodeImage())) {
                    missing(in, in.catalog().nodeImage()).ifPresent(problems::add);
                }
            }
        }
        problems.addAll(ofOthers(in));
        return problems;
    }

    private static List<Problem> ofOthers(Inputs in) {
        return in.observed().cluster() instanceof Observed.Cluster.Foreign(var what)
                ? List.of(PlanProblems.clusterNotOurs(in.settings().cluster().name(), what))
                : List.of();
    }

    /// That an image of the catalog is neither here nor at its registry.
    static Optional<Problem> missing(Inputs in, ImageReference image) {
        return in.factsOf(image) instanceof ImageFacts.Missing(var reason)
                ? Optional.of(PlanProblems.imageMissing(in.named(image), reason))
                : Optional.empty();
    }

    @Override
    public List<Contribution> steps(Inputs in, PlacementDecision choice) {
        return choice.cluster() == ClusterKind.NONE
                ? List.of()
                : List.of(
                        new Contribution(Phase.CLUSTER, new ClusterStep.EnsureCluster(spec(in, choice.cluster()))),
                        new Contribution(
                                Phase.CLUSTER,
                                new ClusterStep.AwaitNode(in.settings().waits().node())));
    }

    private static ClusterSpec spec(Inputs in, ClusterKind kind) {
        Settings.Cluster cluster = in.settings().cluster();
        boolean docker = kind == ClusterKind.DOCKER;
        boolean pull = !in.archive().bringsNode(in.nodeImage())
                && in.factsOf(in.catalog().nodeImage()) instanceof ImageFacts.Pullable;
        return new ClusterSpec(
                kind,
                cluster.name(),
                in.identity().owner(),
                docker ? in.nodeImage() : null,
                docker && pull,
                kind == ClusterKind.EXISTING ? 0 : in.identity().apiPort(),
                docker ? in.identity().modelPort() : 0,
                GpuUse.handover(in, kind),
                cluster.namespace());
    }
}

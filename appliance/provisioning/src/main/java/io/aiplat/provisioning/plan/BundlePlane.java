package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.Observed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The plane of the bundles: any folder of `bundles/`, that of the model engine as well as those a person names.
final class BundlePlane implements Plane {
    @Override
    public List<ImageReference> images(Settings settings, Catalog catalog) {
        return ClusterPlane.looksAtImages(settings)
                ? BundleSelection.of(settings, catalog).bundles().stream()
                        .flatMap(bundle -> bundle.images().stream())
                        .toList()
                : List.of();
    }

    @Override
    public List<Problem> refusals(Inputs in, ClusterKind where) {
        BundleSelection selection = BundleSelection.of(in.settings(), in.catalog());
        List<Problem> problems = new ArrayList<>(selection.problems());
        if (where == ClusterKind.NONE && !in.settings().bundles().isEmpty()) {
            problems.add(PlanProblems.bundlesNeedCluster(in.settings().bundles()));
        }
        DatabaseUse.refusal(in.settings()).ifPresent(problems::add);
        if (where == ClusterKind.EXISTING) {
            selection.bundles().stream()
                    .filter(Bundle::ownNamespace)
                    .forEach(bundle -> problems.add(PlanProblems.bundleNeedsOurCluster(bundle.name())));
        }
        if (where == ClusterKind.DOCKER && in.host().engine() instanceof ContainerEngineFacts.Answers) {
            selection.bundles().stream()
                    .filter(bundle -> !isThere(in, bundle))
                    .flatMap(bundle -> bundle.images().stream())
                    .filter(image -> !in.isBrought(image))
                    .forEach(image -> ClusterPlane.missing(in, image).ifPresent(problems::add));
        }
        return problems;
    }

    /// A node that is there has the images of what it has run before.
    private static boolean isThere(Inputs in, Bundle bundle) {
        return !(in.observed().cluster() instanceof Observed.Cluster.Absent)
                && (bundle.name().equals(BundleSelection.ENGINE)
                        || in.observed().bundles().contains(bundle.name()));
    }

    @Override
    public List<Contribution> steps(Inputs in, PlacementDecision choice) {
        if (choice.cluster() == ClusterKind.NONE) {
            return List.of();
        }
        BundleSelection selection = BundleSelection.of(in.settings(), in.catalog());
        List<String> names = selection.bundles().stream().map(Bundle::name).toList();
        List<Contribution> steps = new ArrayList<>();
        in.observed().bundles().stream()
                .filter(gone -> !names.contains(gone))
                .forEach(gone -> steps.add(new Contribution(Phase.INSTALL, new BundleStep.RemoveBundle(gone))));
        for (Bundle bundle : selection.bundles()) {
            install(in, choice.cluster(), bundle, steps);
            if (selection.isNeeded(bundle)) {
                steps.add(new Contribution(Phase.INSTALL, await(in, bundle)));
            }
            // What runs models is waited for before it is given some, by its own plane.
            if (choice.engine() != EngineKind.OLLAMA || !bundle.name().equals(BundleSelection.ENGINE)) {
                verify(in, bundle, selection.isNeeded(bundle), steps);
            }
        }
        return steps;
    }

    private static void install(Inputs in, ClusterKind cluster, Bundle bundle, List<Contribution> steps) {
        if (cluster == ClusterKind.DOCKER) {
            bundle.images().stream()
                    .filter(image -> in.factsOf(image) instanceof ImageFacts.Local && !in.isBrought(image))
                    .forEach(image ->
                            steps.add(new Contribution(Phase.IMAGES, new ClusterStep.CopyImage(in.named(image)))));
        }
        steps.add(new Contribution(
                Phase.INSTALL, new BundleStep.ApplyBundle(bundle.name(), BundlePatches.of(bundle, in, cluster))));
    }

    private static void verify(Inputs in, Bundle bundle, boolean awaited, List<Contribution> steps) {
        if (!awaited) {
            steps.add(new Contribution(Phase.VERIFY, await(in, bundle)));
        }
        Duration limit = in.settings().waits().workload();
        bundle.exposed()
                .forEach(exposed -> steps.add(new Contribution(
                        Phase.VERIFY,
                        new BundleStep.ReachService(bundle.name(), exposed.service(), exposed.port(), limit))));
    }

    private static BundleStep await(Inputs in, Bundle bundle) {
        return new BundleStep.AwaitBundle(bundle.name(), in.settings().waits().workload());
    }
}

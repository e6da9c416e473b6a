package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ArchiveContents;
import io.aiplat.model.plan.ArchiveStep;
import io.aiplat.model.plan.ModelStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The plane of a bundle archive: all that it has is brought to where it is needed. A cluster that was there before
/// has registries of its own, and gets no images from it.
final class ArchivePlane implements Plane {
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
        ArchiveContents archive = in.archive();
        if (!archive.atHand()) {
            return List.of();
        }
        List<Contribution> steps = new ArrayList<>();
        archive.engines().forEach(e -> steps.add(new Contribution(Phase.BRING, new ArchiveStep.BringEngine(e))));
        switch (choice.cluster()) {
            case NATIVE -> onTheMachine(archive, steps);
            case DOCKER -> inAContainer(in, archive, steps);
            case EXISTING, NONE, AUTO -> {
                // Nothing of it is for these.
            }
        }
        archive.models().forEach(model -> steps.add(new Contribution(Phase.MODELS, new ModelStep.BringModel(model))));
        steps.add(new Contribution(Phase.VERIFY, new ArchiveStep.NoteVersion(archive.version())));
        return steps;
    }

    /// k3s takes in what lies in its folder before it starts the first pod, which delays every start by the time that
    /// takes; so only what it cannot start without.
    private static void onTheMachine(ArchiveContents archive, List<Contribution> steps) {
        if (archive.k3s()) {
            steps.add(new Contribution(Phase.BRING, new ArchiveStep.BringK3s()));
        }
        if (archive.k3sImages() || !archive.systemImages().isEmpty()) {
            steps.add(new Contribution(Phase.BRING, new ArchiveStep.GiveSystemImages()));
        }
        imports(archive.images().stream(), steps);
    }

    /// Into a container that does not run yet nothing can be streamed.
    private static void inAContainer(Inputs in, ArchiveContents archive, List<Contribution> steps) {
        if (archive.bringsNode(in.nodeImage())) {
            steps.add(new Contribution(Phase.BRING, new ArchiveStep.LoadNodeImage(in.nodeImage())));
        }
        if (archive.k3sImages()) {
            steps.add(new Contribution(Phase.IMAGES, new ArchiveStep.GiveSystemImages()));
        }
        imports(Stream.concat(archive.systemImages().stream(), archive.images().stream()), steps);
    }

    private static void imports(Stream<String> images, List<Contribution> steps) {
        images.distinct()
                .forEach(image -> steps.add(
                        new Contribution(Phase.IMAGES, new ArchiveStep.ImportImage(ImageReference.parse(image)))));
    }
}

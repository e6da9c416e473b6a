package io.aiplat.provisioning.plan;

import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.ArchiveContents;
import io.aiplat.model.plan.Observed;
import java.util.Map;

/// All a plan depends on.
///
/// @param settings what the person wants
/// @param identity who we are and which ports we keep
/// @param host     what the machine is
/// @param catalog  what this JAR brings
/// @param images   the name each image of the catalog goes by here, after the rewriting asked for in settings
/// @param observed what is already there
/// @param archive  a bundle archive that is at hand, or that was installed from before
public record Inputs(
        Settings settings,
        Identity identity,
        HostFacts host,
        Catalog catalog,
        Map<ImageReference, ImageReference> images,
        Observed observed,
        ArchiveContents archive) {

    public Inputs {
        images = Map.copyOf(images);
    }

    /// Without any bundle archive.
    public Inputs(
            Settings settings,
            Identity identity,
            HostFacts host,
            Catalog catalog,
            Map<ImageReference, ImageReference> images,
            Observed observed) {
        this(settings, identity, host, catalog, images, observed, ArchiveContents.NONE);
    }

    /// What survives from one `up` to the next.
    ///
    /// @param owner     id of this home, on everything we make
    /// @param apiPort   of the Kubernetes API on 127.0.0.1, chosen once
    /// @param modelPort of the in-cluster model engine on 127.0.0.1, chosen once
    public record Identity(String owner, int apiPort, int modelPort) {}

    /// The name an image goes by here.
    ImageReference named(ImageReference image) {
        return images.getOrDefault(image, image);
    }

    /// Whether an image of the catalog can be had, under the name it goes by here.
    ImageFacts factsOf(ImageReference image) {
        return host.images().getOrDefault(named(image), new ImageFacts.Missing("nobody was asked for it"));
    }

    /// Whether the node has, or will have, an image of the catalog from a bundle archive.
    boolean isBrought(ImageReference image) {
        return archive.brings(named(image));
    }

    ImageReference nodeImage() {
        return named(catalog.nodeImage());
    }
}

package io.aiplat.model.plan;

import io.aiplat.model.catalog.ImageReference;
import java.util.List;

/// What a bundle archive has that a plan depends on. Images are named as [ImageReference#canonical] writes them.
///
/// @param version      of what it brings; empty where there is no archive
/// @param atHand       whether it is there now; otherwise it was installed from before
/// @param k3s          whether it has the program k3s for this machine
/// @param k3sImages    whether it has the images k3s itself needs, as one file
/// @param nodeImages   for the container engine
/// @param systemImages that a node needs before it runs pods
/// @param images       of bundles
/// @param models       by the names they will have
/// @param engines      model engines for this machine
public record ArchiveContents(
        String version,
        boolean atHand,
        boolean k3s,
        boolean k3sImages,
        List<String> nodeImages,
        List<String> systemImages,
        List<String> images,
        List<String> models,
        List<String> engines) {
    /// No archive.
    public static final ArchiveContents NONE =
            new ArchiveContents("", false, false, false, List.of(), List.of(), List.of(), List.of(), List.of());

    public ArchiveContents {
        nodeImages = List.copyOf(nodeImages);
        systemImages = List.copyOf(systemImages);
        images = List.copyOf(images);
        models = List.copyOf(models);
        engines = List.copyOf(engines);
    }

    /// Whether a node has, or will have, an image from it.
    public boolean brings(ImageReference image) {
        return images.contains(image.canonical()) || systemImages.contains(image.canonical());
    }

    /// Whether it has the image of a node, and is there.
    public boolean bringsNode(ImageReference image) {
        return atHand && nodeImages.contains(image.canonical());
    }
}

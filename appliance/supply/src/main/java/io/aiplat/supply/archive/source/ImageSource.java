package io.aiplat.supply.archive.source;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.manifest.PartKind;
import java.util.Set;

/// Image source: where container images for a bundle archive come from.
public interface ImageSource {
    /// The part that an image becomes. Its manifests are read now, its layers when they are written.
    ///
    /// @param image     by the name that manifests of Kubernetes have for it
    /// @param here      by the name that it has at the source
    /// @param platforms that are wanted, as `linux/amd64`; none for every usual one that it is there for
    /// @throws io.aiplat.model.ApplianceException if it cannot be had, or not for all of the platforms
    PartSource part(PartKind kind, ImageReference image, ImageReference here, Set<String> platforms);
}

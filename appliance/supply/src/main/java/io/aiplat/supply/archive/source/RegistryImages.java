package io.aiplat.supply.archive.source;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.image.RegistryClient;
import io.aiplat.supply.image.RegistryManifest;
import java.util.Map;
import java.util.Set;

/// Images of registries, as parts of a bundle archive. A tag is resolved once, and what it stood for is pinned.
public final class RegistryImages implements ImageSource {
    private final RegistryClient registries;

    /// @param registries that know logins and ways
    public RegistryImages(RegistryClient registries) {
        this.registries = registries;
    }

    @Override
    public PartSource part(PartKind kind, ImageReference image, ImageReference here, Set<String> platforms) {
        RegistryManifest root = registries.manifest(here);
        ImageTree tree = new ImageTree(image, new ImageTree.Source() {
            @Override
            public byte[] manifest(BlobDigest digest) {
                return registries.manifest(here, digest).bytes();
            }

            @Override
            public BlobContent blob(BlobDigest digest, long bytes) {
                return () -> new SteadyStream(registries.blob(here, digest, bytes));
            }
        });
        return tree.part(
                kind,
                root.bytes(),
                root.mediaType(),
                platforms,
                here.nameAndTag().equals(image.nameAndTag())
                        ? Map.of()
                        : Map.of(ImageTree.SOURCE, here.nameAndTag() + "@" + root.digest()));
    }
}

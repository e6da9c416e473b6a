package io.aiplat.supply.archive.manifest;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Kind of a part of a bundle archive, in the order in which an installation needs them, which is that of the
/// archive.
public enum PartKind {
    /// Manifests of a bundle of Kubernetes, as JSON.
    BUNDLE_MANIFESTS,
    /// Software bill of materials in CycloneDX JSON.
    SBOM,
    /// List of licences, a text.
    LICENCES,
    /// A Java runtime.
    RUNTIME,
    /// The program k3s.
    K3S_BINARY,
    /// The images that k3s itself needs, as the file of its releases (`k3s-airgap-images-….tar`).
    K3S_IMAGES,
    /// Container image of the k3s node, for the container engine.
    NODE_IMAGE,
    /// Container image that the node needs before it is ready.
    SYSTEM_IMAGE,
    /// Container image of a bundle.
    IMAGE,
    /// A model engine for this machine: its package and what belongs to it.
    ENGINE,
    /// A model: its weights, and files that belong to them.
    MODEL;

    /// The word in manifests and commands: `system-image`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The kind of a word.
    public static Optional<PartKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /// Whether its blobs are those of a container image, the first of them an index or manifest.
    public boolean isImage() {
        return this == NODE_IMAGE || this == SYSTEM_IMAGE || this == IMAGE;
    }
}

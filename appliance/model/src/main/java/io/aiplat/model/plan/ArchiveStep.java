package io.aiplat.model.plan;

import io.aiplat.model.catalog.ImageReference;

/// Archive step: something is brought from a bundle archive to where it is needed.
public sealed interface ArchiveStep extends Step {
    /// Take the program k3s out.
    record BringK3s() implements ArchiveStep {
        @Override
        public String title() {
            return "Take k3s out of the bundle";
        }
    }

    /// Give the container engine the image of the node.
    record LoadNodeImage(ImageReference image) implements ArchiveStep {
        @Override
        public String title() {
            return "Load image " + image.nameAndTag() + " from the bundle";
        }
    }

    /// Give the node what it needs before it runs pods.
    record GiveSystemImages() implements ArchiveStep {
        @Override
        public String title() {
            return "Give the node its system images from the bundle";
        }
    }

    /// Stream an image into the node.
    record ImportImage(ImageReference image) implements ArchiveStep {
        @Override
        public String title() {
            return "Import image " + image.nameAndTag() + " from the bundle";
        }
    }

    /// Install a model engine on this machine.
    record BringEngine(String engine) implements ArchiveStep {
        @Override
        public String title() {
            return "Install engine " + engine + " from the bundle";
        }
    }

    /// Note what was installed, so that an older archive is told from a newer one.
    record NoteVersion(String version) implements ArchiveStep {
        @Override
        public String title() {
            return "Note version " + version + " of the bundle";
        }
    }
}

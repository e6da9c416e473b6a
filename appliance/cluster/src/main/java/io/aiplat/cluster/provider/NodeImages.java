package io.aiplat.cluster.provider;

import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.host.HostProblems;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.host.container.ExecResult;
import io.aiplat.host.container.LocalImage;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Copies images from the engine into a node: the engine's archive streams into the node's containerd, without a
/// file in between.
final class NodeImages {
    static final List<String> LIST = List.of("k3s", "ctr", "-n", "k8s.io", "images", "ls");
    static final List<String> IMPORT =
            List.of("k3s", "ctr", "-n", "k8s.io", "images", "import", "--all-platforms", "-");

    /// What a kubelet that is short of disk leaves alone; an image of ours has no registry to come back from
    /// (https://github.com/containerd/containerd/blob/main/internal/cri/labels/labels.go).
    private static final String PINNED = "io.cri-containerd.pinned=pinned";

    private final ContainerEngine engine;
    private final NodeShell node;

    NodeImages(ContainerEngine engine, NodeShell node) {
        this.engine = engine;
        this.node = node;
    }

    /// Copies the image unless the node has the same one.
    StepResult copy(ImageReference image, Progress progress) {
        String name = image.nameAndTag();
        String table = list(name);
        if (!holds(names(table), image, local(image))) {
            return bring(image, progress);
        }
        if (!pinned(table, image)) {
            pin(image);
        }
        return new StepResult.Unchanged("the node has " + name);
    }

    /// Whether it is kept when the disk is full.
    static boolean pinned(String table, ImageReference image) {
        return table.lines().anyMatch(line -> line.startsWith(image.canonical() + " ") && line.contains(PINNED));
    }

    /// An older containerd knows no such label, and then does with the image as it always did.
    private void pin(ImageReference image) {
        pin(node, image);
    }

    /// As [#pin(ImageReference)], in any node.
    static void pin(NodeShell node, ImageReference image) {
        node.run(List.of("k3s", "ctr", "-n", "k8s.io", "images", "label", image.canonical(), PINNED));
    }

    private LocalImage local(ImageReference image) {
        return engine.images()
                .find(image)
                .orElseThrow(() -> new ApplianceException(HostProblems.imageMissing(
                        image.toString(), "It was on this machine when the plan was made, and is no longer.")));
    }

    /// Copies the image, whatever the node has.
    StepResult bring(ImageReference image, Progress progress) {
        LocalImage local = local(image);
        String name = image.nameAndTag();
        engine.images().nameByTag(image, local);
        importStream(image, local, progress);
        if (!names(list(name)).containsKey(image.canonical())) {
            throw new ApplianceException(ClusterProblems.imageNotImported(
                    name, "The import ended without an error, and the node does not list the image."));
        }
        pin(image);
        return new StepResult.Done("copied " + name);
    }

    private void importStream(ImageReference image, LocalImage local, Progress progress) {
        String name = image.nameAndTag();
        try (InputStream tar = engine.images().save(image);
                InputStream counted =
                        new CountingInputStream(tar, done -> progress.at("copying " + name, done, local.bytes()))) {
            ExecResult result = node.run(IMPORT, counted);
            if (!result.ok()) {
                throw new ApplianceException(ClusterProblems.imageNotImported(
                        name,
                        "ctr ended with exit code " + result.exitCode() + ": "
                                + result.error().strip()));
            }
        } catch (IOException e) {
            throw new ApplianceException(ClusterProblems.imageNotImported(name, String.valueOf(e.getMessage())), e);
        }
    }

    private String list(String image) {
        return list(node, image);
    }

    /// The table of images.
    ///
    /// @param image for whose sake it is asked
    static String list(NodeShell node, String image) {
        ExecResult result = node.run(LIST);
        if (!result.ok()) {
            throw new ApplianceException(ClusterProblems.imageNotImported(
                    image,
                    "The node's images cannot be listed: " + result.error().strip()));
        }
        return result.out();
    }

    /// Whether the node knows the name and it means the same image. Containerd lists an image also under the digest
    /// of its configuration, which is the engine's id of it; an engine that stores images as containerd does has
    /// the digest of the manifest as its id.
    static boolean holds(Map<String, String> names, ImageReference image, LocalImage local) {
        String digest = names.get(image.canonical());
        return digest != null && (digest.equals(local.id()) || digest.equals(names.get(local.id())));
    }

    /// Reads the table `REF TYPE DIGEST …`: name to digest of its manifest.
    static Map<String, String> names(String table) {
        Map<String, String> names = new HashMap<>();
        table.lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(f -> f.length > 2)
                .forEach(f -> names.put(f[0], f[2]));
        return names;
    }
}

package io.aiplat.provisioning.archive;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Room that an installation takes, on each disk that it fills: the home's, and that of the node, where it is another
/// one of this machine.
///
/// @param home bytes in the home
/// @param node bytes where the node keeps images and volumes
record InstallRoom(long home, long node) {
    /// What is compressed in an image is about that much larger when it is unpacked.
    private static final int UNPACKED = 3;

    /// What parts will take, as well as can be said before they are unpacked.
    ///
    /// @param parts   that are new
    /// @param cluster that images are for
    /// @param engine  that models are for: what a cluster's Ollama gets passes through the home
    static InstallRoom of(List<ArchivePart> parts, ClusterKind cluster, EngineKind engine) {
        boolean process = cluster == ClusterKind.NATIVE;
        boolean container = cluster == ClusterKind.DOCKER;
        boolean ollama = (process || container) && engine == EngineKind.OLLAMA;
        long home = 0;
        long node = 0;
        Set<String> counted = new HashSet<>();
        for (ArchivePart part : parts) {
            // Images share layers.
            long bytes = part.blobs().stream()
                    .filter(blob -> counted.add(blob.digest().hex()))
                    .mapToLong(ArchiveBlob::bytes)
                    .sum();
            switch (part.kind()) {
                case ENGINE -> home += bytes;
                case K3S_BINARY -> home += process ? bytes : 0;
                case MODEL -> {
                    home += bytes;
                    node += ollama ? bytes : 0;
                }
                case IMAGE, SYSTEM_IMAGE, K3S_IMAGES -> node += process || container ? bytes * UNPACKED : 0;
                case NODE_IMAGE -> node += container ? bytes * UNPACKED : 0;
                case BUNDLE_MANIFESTS, RUNTIME, SBOM, LICENCES -> {
                    // Lists that nobody unpacks, and a Java that install.sh has taken out before.
                }
            }
        }
        return new InstallRoom(home, node);
    }

    /// A disk on which there is too little.
    ///
    /// @param where a folder of it that is there
    record FullDisk(Path where, long needed, long free) {}

    /// Looks at the disks.
    ///
    /// @param homeFolder need not be there
    /// @param nodeFolder need not be there; null where it is not on this machine
    /// @return one for each disk on which there is too little
    List<FullDisk> missing(Path homeFolder, @Nullable Path nodeFolder) throws IOException {
        Map<FileStore, FullDisk> disks = new LinkedHashMap<>();
        add(disks, homeFolder, home);
        if (nodeFolder != null) {
            add(disks, nodeFolder, node);
        }
        List<FullDisk> missing = new ArrayList<>(disks.values());
        missing.removeIf(disk -> disk.free() >= disk.needed());
        return missing;
    }

    private static void add(Map<FileStore, FullDisk> disks, Path folder, long bytes) throws IOException {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = Objects.requireNonNull(there.getParent(), "the root is there");
        }
        FileStore disk = Files.getFileStore(there);
        FullDisk before = disks.get(disk);
        disks.put(
                disk,
                before == null
                        ? new FullDisk(there, bytes, disk.getUsableSpace())
                        : new FullDisk(before.where(), before.needed() + bytes, before.free()));
    }
}

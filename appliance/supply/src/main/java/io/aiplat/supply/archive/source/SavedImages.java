package io.aiplat.supply.archive.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Images of the container engine of this machine, as parts of a bundle archive. What the engine saves is kept in
/// a store meanwhile, for its digests are known only at the end.
public final class SavedImages implements ImageSource {
    private static final String BLOBS = "blobs/sha256/";
    private static final int MOST_JSON = 4 << 20;

    private final Saving saving;
    private final BlobStore store;
    private final Progress progress;

    /// Saves an image of a container engine.
    @FunctionalInterface
    public interface Saving {
        /// The image as a tar.
        ///
        /// @throws ApplianceException if the engine has none of that name
        InputStream save(ImageReference image);
    }

    /// @param store for blobs, which its owner removes
    public SavedImages(Saving saving, BlobStore store, Progress progress) {
        this.saving = saving;
        this.store = store;
        this.progress = progress;
    }

    @Override
    public PartSource part(PartKind kind, ImageReference image, ImageReference here, Set<String> platforms) {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(saving.save(here))) {
            byte[] root = root(files(tar, here));
            return new ImageTree(image, source())
                    .part(
                            kind,
                            root,
                            "",
                            platforms,
                            Map.of(
                                    ImageTree.SOURCE,
                                    "container engine: " + here.nameAndTag() + "@sha256:" + Digests.sha256(root)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ApplianceException(ArchiveProblems.imageBroken(here.nameAndTag(), ArchiveProblems.reason(e)), e);
        }
    }

    /// Puts the files of a saved image into the store.
    ///
    /// @return their digests by name; a link has that of what it leads to
    private Map<String, BlobDigest> files(TarArchiveInputStream tar, ImageReference image) throws IOException {
        Map<String, BlobDigest> files = new HashMap<>();
        Map<String, String> links = new HashMap<>();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = entry.getName();
            if (entry.isSymbolicLink()) {
                Path target =
                        Path.of("/" + name).resolveSibling(entry.getLinkName()).normalize();
                links.put(name, target.toString().substring(1));
            } else if (entry.isFile()) {
                BlobDigest found = store.put(tar, "saving " + image.nameAndTag(), entry.getSize(), progress);
                if (name.startsWith(BLOBS) && !name.equals(BLOBS + found.hex())) {
                    throw new IOException("the blob " + name + " has the digest " + found);
                }
                files.put(name, found);
            }
        }
        links.forEach((name, target) -> {
            if (files.containsKey(target)) {
                files.put(name, required(files, target));
            }
        });
        return files;
    }

    private static BlobDigest required(Map<String, BlobDigest> files, String name) {
        BlobDigest digest = files.get(name);
        if (digest == null) {
            throw new IllegalArgumentException("the container engine did not save " + name);
        }
        return digest;
    }

    /// The manifest: that of an OCI layout, as Docker saves since version 25, else one that is made of Docker's
    /// own list.
    private byte[] root(Map<String, BlobDigest> files) throws IOException {
        if (files.containsKey("index.json")) {
            JsonNode index = CanonicalJson.read(bytes(required(files, "index.json")));
            return bytes(BlobDigest.parse(
                    index.path("manifests").path(0).path("digest").asText()));
        }
        JsonNode saved =
                CanonicalJson.read(bytes(required(files, "manifest.json"))).path(0);
        List<Object> layers = new ArrayList<>();
        for (JsonNode layer : saved.path("Layers")) {
            layers.add(descriptor(required(files, layer.asText()), "application/vnd.oci.image.layer.v1.tar"));
        }
        Map<String, Object> manifest = new TreeMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", "application/vnd.oci.image.manifest.v1+json");
        manifest.put(
                "config",
                descriptor(required(files, saved.path("Config").asText()), "application/vnd.oci.image.config.v1+json"));
        manifest.put("layers", layers);
        return CanonicalJson.write(manifest);
    }

    private Map<String, Object> descriptor(BlobDigest digest, String mediaType) throws IOException {
        Map<String, Object> json = new TreeMap<>();
        json.put("mediaType", mediaType);
        json.put("digest", digest.toString());
        json.put("size", Files.size(store.path(digest)));
        return json;
    }

    private byte[] bytes(BlobDigest digest) throws IOException {
        if (Files.size(store.path(digest)) > MOST_JSON) {
            throw new IOException("too large for a manifest: " + digest);
        }
        return Files.readAllBytes(store.path(digest));
    }

    private ImageTree.Source source() {
        return new ImageTree.Source() {
            @Override
            public byte[] manifest(BlobDigest digest) {
                try {
                    return bytes(digest);
                } catch (IOException e) {
                    throw new IllegalArgumentException("a manifest was not saved: " + digest, e);
                }
            }

            @Override
            public BlobContent blob(BlobDigest digest, long bytes) {
                return () -> Files.newInputStream(store.path(digest));
            }
        };
    }
}

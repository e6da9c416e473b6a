package io.aiplat.supply.archive.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tree of an image: its index, manifests, configurations and layers, as the
/// [OCI image specification](https://github.com/opencontainers/image-spec/blob/main/image-index.md) has them. Of
/// an index for many platforms only those that were asked for are kept; what is kept is a new index then, and the
/// digest of the original is noted.
final class ImageTree {
    /// The note with the digest of an index that was narrowed.
    static final String ORIGINAL = "original";

    /// The note with the name an image was fetched by, where that is not its own.
    static final String SOURCE = "source";

    /// Those that a Java runtime is to be had for as an image, and aiplat's own libraries for that.
    private static final Set<String> USUAL = Set.of("linux/amd64", "linux/arm64");

    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final ImageReference image;
    private final Source source;
    private final Map<BlobDigest, ArchiveBlob> blobs = new LinkedHashMap<>();
    private final Map<BlobDigest, BlobContent> contents = new HashMap<>();
    private final Set<String> found = new TreeSet<>();

    /// Where manifests and blobs of one image come from.
    interface Source {
        /// A manifest that an index names, byte for byte.
        byte[] manifest(BlobDigest digest);

        /// A configuration or layer.
        BlobContent blob(BlobDigest digest, long bytes);
    }

    ImageTree(ImageReference image, Source source) {
        this.image = image;
        this.source = source;
    }

    /// The part that an image becomes.
    ///
    /// @param kind      that of an image
    /// @param root      bytes of its index or manifest
    /// @param mediaType of that; empty where it is only in the bytes
    /// @param platforms that are wanted; none for every usual one that there is
    /// @throws ApplianceException BUNDLE_PLATFORM_MISSING, BUNDLE_IMAGE_BROKEN
    PartSource part(PartKind kind, byte[] root, String mediaType, Set<String> platforms, Map<String, String> notes) {
        Map<String, String> more = new TreeMap<>(notes);
        JsonNode json = read(root);
        ArchiveBlob first;
        if (json.path("manifests").isArray()) {
            first = index(json, root, platforms, more);
        } else {
            first = add(root, type(json, mediaType, OCI_MANIFEST));
            String platform = children(json);
            if (!platforms.isEmpty() && !platforms.equals(Set.of(platform))) {
                throw new ApplianceException(
                        ArchiveProblems.platformMissing(image.nameAndTag(), platforms.toString(), platform));
            }
            found.add(platform);
        }
        List<ArchiveBlob> ordered = new ArrayList<>(blobs.values());
        ordered.remove(first);
        ordered.addFirst(first);
        String name = image.canonical();
        return new PartSource(
                new ArchivePart(
                        kind, name, name + "@" + first.digest(), first.mediaType(), List.copyOf(found), more, ordered),
                contents);
    }

    private ArchiveBlob index(JsonNode index, byte[] bytes, Set<String> platforms, Map<String, String> notes) {
        List<Object> kept = new ArrayList<>();
        Set<String> there = new TreeSet<>();
        for (JsonNode entry : index.path("manifests")) {
            String platform = platform(entry.path("platform"));
            there.add(platform);
            if (platforms.contains(platform) || (platforms.isEmpty() && USUAL.contains(platform))) {
                kept.add(plain(entry));
                found.add(platform);
                byte[] manifest = source.manifest(digest(entry));
                ArchiveBlob _ = add(manifest, entry.path("mediaType").asText(OCI_MANIFEST));
                String _ = children(read(manifest));
            }
        }
        if (found.isEmpty() || !found.containsAll(platforms)) {
            throw new ApplianceException(ArchiveProblems.platformMissing(
                    image.nameAndTag(),
                    (platforms.isEmpty() ? new TreeSet<>(USUAL) : platforms).toString(),
                    String.join(", ", there)));
        }
        if (kept.size() == index.path("manifests").size()) {
            return add(bytes, type(index, "", OCI_INDEX));
        }
        notes.put(ORIGINAL, "sha256:" + Digests.sha256(bytes));
        Map<String, Object> narrowed = new TreeMap<>();
        index.properties().forEach(field -> narrowed.put(field.getKey(), plain(field.getValue())));
        narrowed.put("manifests", kept);
        return add(CanonicalJson.write(narrowed), type(index, "", OCI_INDEX));
    }

    /// Adds configuration and layers of a manifest.
    ///
    /// @return its platform, as the configuration says where the manifest is alone
    private String children(JsonNode manifest) {
        JsonNode config = manifest.path("config");
        BlobContent content = add(config);
        for (JsonNode layer : manifest.path("layers")) {
            BlobContent _ = add(layer);
        }
        try (var in = content.open()) {
            return platform(read(in.readNBytes(1 << 22)));
        } catch (IOException e) {
            throw broken("Its configuration cannot be read: " + e + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(ArchiveProblems.stopped(), e);
        }
    }

    private BlobContent add(JsonNode descriptor) {
        BlobDigest digest = digest(descriptor);
        long bytes = descriptor.path("size").asLong(-1);
        if (bytes < 0) {
            throw broken("The size of " + digest + " is not said.");
        }
        blobs.putIfAbsent(
                digest,
                new ArchiveBlob(digest, bytes, descriptor.path("mediaType").asText()));
        return contents.computeIfAbsent(digest, _ -> source.blob(digest, bytes));
    }

    private ArchiveBlob add(byte[] bytes, String mediaType) {
        BlobDigest digest = new BlobDigest(Digests.sha256(bytes));
        ArchiveBlob blob = new ArchiveBlob(digest, bytes.length, mediaType);
        blobs.putIfAbsent(digest, blob);
        contents.putIfAbsent(digest, () -> new ByteArrayInputStream(bytes));
        return blob;
    }

    private static String type(JsonNode json, String said, String usual) {
        String inside = json.path("mediaType").asText();
        return inside.isEmpty() ? (said.isEmpty() ? usual : said) : inside;
    }

    /// `linux/amd64`; variants are of no consequence to what runs here.
    private static String platform(JsonNode json) {
        return json.path("os").asText("unknown") + "/"
                + json.path("architecture").asText("unknown");
    }

    private BlobDigest digest(JsonNode descriptor) {
        try {
            return BlobDigest.parse(descriptor.path("digest").asText());
        } catch (IllegalArgumentException e) {
            throw broken("One of its digests is none: " + descriptor.path("digest") + ".");
        }
    }

    private JsonNode read(byte[] json) {
        try {
            return CanonicalJson.read(json);
        } catch (IOException e) {
            throw broken("A manifest is no JSON: " + e.getMessage() + ".");
        }
    }

    private ApplianceException broken(String why) {
        return new ApplianceException(ArchiveProblems.imageBroken(image.nameAndTag(), why));
    }

    private static Object plain(JsonNode json) {
        return CanonicalJson.plain(json);
    }
}

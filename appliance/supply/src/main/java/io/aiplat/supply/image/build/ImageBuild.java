package io.aiplat.supply.image.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.archive.source.BlobContent;
import io.aiplat.supply.archive.source.PartSource;
import io.aiplat.supply.blob.BlobDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Build of the image of aiplat by the
/// [OCI image specification](https://github.com/opencontainers/image-spec/blob/main/spec.md): for each platform of the
/// base its layers, and two more. The same JAR on the same base gives the same digest.
public final class ImageBuild {
    private static final String OCI = "application/vnd.oci.image.";
    private static final String INDEX = OCI + "index.v1+json";
    private static final String MANIFEST = OCI + "manifest.v1+json";
    private static final String CONFIG = OCI + "config.v1+json";
    private static final int MOST_JSON = 4 << 20;

    private final PartSource base;
    private final ImageRecipe recipe;
    private final List<ImageLayer> layers;
    private final String made;
    private final Map<BlobDigest, ArchiveBlob> blobs = new LinkedHashMap<>();
    private final Map<BlobDigest, BlobContent> contents = new HashMap<>();

    private ImageBuild(PartSource base, ImageRecipe recipe, List<ImageLayer> layers, String made) {
        this.base = base;
        this.recipe = recipe;
        this.layers = layers;
        this.made = made;
    }

    /// Makes an image. The layers of the base are not read yet.
    ///
    /// @param base   an image for the platforms that are wanted
    /// @param folder for layers, which are read until the image was sent or written; its owner removes it
    /// @throws ApplianceException IMAGE_JAR_MISSING, BUNDLE_IMAGE_BROKEN, IMAGE_NOT_WRITTEN
    public static PartSource of(ImageReference image, PartSource base, ImageRecipe recipe, Path folder) {
        if (!JarSplit.isWhole(recipe.jar())) {
            throw new ApplianceException(ImageBuildProblems.jarMissing(recipe.jar()));
        }
        try {
            Files.createDirectories(folder);
            Path ours = folder.resolve("aiplat.jar");
            Path libraries = folder.resolve(JarSplit.LIBRARIES);
            JarSplit.write(recipe.jar(), ours, libraries);
            List<ImageLayer> layers = List.of(
                    ImageLayer.of(folder.resolve("libraries.tar"), libraries, JarSplit.LIBRARIES, false),
                    ImageLayer.of(folder.resolve("aiplat.tar"), ours, "aiplat.jar", true));
            String made = JarSplit.made(recipe.jar()).toInstant(ZoneOffset.UTC).toString();
            return new ImageBuild(base, recipe, layers, made).image(image);
        } catch (IOException e) {
            throw new ApplianceException(ImageBuildProblems.notWritten(folder, e.toString()), e);
        }
    }

    private PartSource image(ImageReference image) {
        for (ImageLayer layer : layers) {
            add(layer.blob(), () -> Files.newInputStream(layer.file()));
        }
        JsonNode root = read(base.part().root().digest());
        ArchiveBlob first;
        if (root.path("manifests").isArray()) {
            List<Object> manifests = new ArrayList<>();
            for (JsonNode entry : root.path("manifests")) {
                ArchiveBlob manifest = manifest(read(digest(entry)));
                Map<String, Object> descriptor = descriptor(manifest);
                descriptor.put("platform", CanonicalJson.plain(entry.path("platform")));
                manifests.add(descriptor);
            }
            Map<String, Object> index = new TreeMap<>();
            index.put("schemaVersion", 2);
            index.put("mediaType", INDEX);
            index.put("manifests", manifests);
            first = add(CanonicalJson.write(index), INDEX);
        } else {
            first = manifest(root);
        }
        List<ArchiveBlob> ordered = new ArrayList<>(blobs.values());
        ordered.remove(first);
        ordered.addFirst(first);
        return new PartSource(
                new ArchivePart(
                        PartKind.IMAGE,
                        image.canonical(),
                        image.canonical() + "@" + first.digest(),
                        first.mediaType(),
                        base.part().platforms(),
                        Map.of(),
                        ordered),
                contents);
    }

    /// One platform's image.
    private ArchiveBlob manifest(JsonNode of) {
        List<Object> listed = new ArrayList<>();
        for (JsonNode layer : of.path("layers")) {
            BlobDigest digest = digest(layer);
            ArchiveBlob blob = new ArchiveBlob(
                    digest,
                    layer.path("size").asLong(),
                    oci(layer.path("mediaType").asText()));
            add(blob, content(digest));
            listed.add(descriptor(blob));
        }
        layers.forEach(layer -> listed.add(descriptor(layer.blob())));
        ArchiveBlob config = add(CanonicalJson.write(config(read(digest(of.path("config"))))), CONFIG);
        Map<String, Object> manifest = new TreeMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST);
        manifest.put("config", descriptor(config));
        manifest.put("layers", listed);
        return add(CanonicalJson.write(manifest), MANIFEST);
    }

    /// The same bytes have two names: those of Docker, and those of the specification.
    private String oci(String mediaType) {
        return switch (mediaType) {
            case "application/vnd.docker.image.rootfs.diff.tar.gzip" -> OCI + "layer.v1.tar+gzip";
            case "application/vnd.docker.image.rootfs.diff.tar" -> OCI + "layer.v1.tar";
            case String known when known.startsWith(OCI + "layer.v1.tar") -> known;
            default -> throw broken("It has a layer of the kind " + mediaType + ".");
        };
    }

    /// [Configuration](https://github.com/opencontainers/image-spec/blob/main/config.md).
    private Map<String, Object> config(JsonNode of) {
        Map<String, Object> all = new TreeMap<>();
        for (String kept : List.of("architecture", "os", "os.version", "variant")) {
            if (of.has(kept)) {
                all.put(kept, of.path(kept).asText());
            }
        }
        all.put("created", made);
        List<Object> digests = new ArrayList<>();
        of.path("rootfs").path("diff_ids").forEach(each -> digests.add(each.asText()));
        List<Object> history = new ArrayList<>();
        of.path("history").forEach(each -> history.add(CanonicalJson.plain(each)));
        for (ImageLayer layer : layers) {
            // Not compressed, so its digest is that of its content.
            digests.add(layer.digest().toString());
            history.add(Map.of("created", made, "created_by", layer.story()));
        }
        all.put("rootfs", Map.of("type", "layers", "diff_ids", digests));
        all.put("history", history);
        List<String> entry = new ArrayList<>(List.of("java"));
        entry.addAll(recipe.flags());
        entry.addAll(List.of("-jar", "/app/aiplat.jar"));
        Map<String, Object> run = new TreeMap<>();
        run.put("User", ImageRecipe.USER + ":" + ImageRecipe.USER);
        run.put("WorkingDir", ImageRecipe.HOME);
        run.put("Env", environment(of.path("config").path("Env")));
        run.put("Entrypoint", entry);
        run.put("Cmd", List.of("help"));
        run.put(
                "Labels",
                recipe.labels(
                        base.part().name(),
                        base.part()
                                .notes()
                                .getOrDefault(
                                        "original", base.part().root().digest().toString())));
        run.put("StopSignal", "SIGTERM");
        all.put("config", run);
        return all;
    }

    /// The base's, which say where Java is, and where our home is: the user has none by name.
    private static List<String> environment(JsonNode of) {
        Map<String, String> variables = new LinkedHashMap<>();
        of.forEach(each -> {
            String[] both = each.asText().split("=", 2);
            variables.put(both[0], both.length == 2 ? both[1] : "");
        });
        variables.put("HOME", ImageRecipe.HOME);
        // A volume belongs to the system, and what is in a home to nobody else.
        variables.put("AIPLAT_HOME", ImageRecipe.HOME + "/home");
        return variables.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }

    private ArchiveBlob add(byte[] bytes, String mediaType) {
        ArchiveBlob blob = new ArchiveBlob(new BlobDigest(Digests.sha256(bytes)), bytes.length, mediaType);
        add(blob, () -> new ByteArrayInputStream(bytes));
        return blob;
    }

    private void add(ArchiveBlob blob, BlobContent content) {
        blobs.putIfAbsent(blob.digest(), blob);
        contents.putIfAbsent(blob.digest(), content);
    }

    private static Map<String, Object> descriptor(ArchiveBlob blob) {
        Map<String, Object> json = new TreeMap<>();
        json.put("mediaType", blob.mediaType());
        json.put("digest", blob.digest().toString());
        json.put("size", blob.bytes());
        return json;
    }

    private static BlobDigest digest(JsonNode descriptor) {
        return BlobDigest.parse(descriptor.path("digest").asText());
    }

    private BlobContent content(BlobDigest digest) {
        BlobContent content = base.contents().get(digest);
        if (content == null) {
            throw broken("It has no " + digest + ".");
        }
        return content;
    }

    private JsonNode read(BlobDigest digest) {
        try (InputStream in = content(digest).open()) {
            return CanonicalJson.read(in.readNBytes(MOST_JSON));
        } catch (IOException e) {
            throw broken("Its " + digest + " cannot be read: " + e + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(ImageBuildProblems.stopped(), e);
        }
    }

    private ApplianceException broken(String why) {
        return new ApplianceException(ArchiveProblems.imageBroken(base.part().name(), why));
    }
}

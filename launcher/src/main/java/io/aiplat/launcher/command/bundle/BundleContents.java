package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.library.ImageNames;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.archive.source.ArchiveDraft;
import io.aiplat.supply.archive.source.ArchivedModelParts;
import io.aiplat.supply.archive.source.FileParts;
import io.aiplat.supply.archive.source.ImageSource;
import io.aiplat.supply.archive.source.PartSource;
import io.aiplat.supply.archive.source.RegistryImages;
import io.aiplat.supply.archive.source.SavedImages;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.engine.EnginePackage;
import io.aiplat.supply.engine.EnginePackages;
import io.aiplat.supply.engine.EnginePlatform;
import io.aiplat.supply.folder.FolderRemoval;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.image.RegistryClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is put into a bundle archive, found by the names that a person gave.
final class BundleContents implements AutoCloseable {
    private static final String NONE = "none";
    private static final String USUAL = "ollama";

    private final InstallScope scope;
    private final Map<String, String> environment;
    private final Set<String> platforms;
    private final Path saved;
    private final Progress progress;
    private final HttpClient http;

    /// @param target the archive, beside which images of the container engine are kept meanwhile
    BundleContents(
            InstallScope scope,
            Map<String, String> environment,
            Set<String> platforms,
            Path target,
            Progress progress) {
        this.scope = scope;
        this.environment = environment;
        this.platforms = platforms;
        this.progress = progress;
        saved = target.resolveSibling(target.getFileName() + ".images");
        http = scope.outbound().toSources();
    }

    /// Bundles, those they need, all of their images, and the node that they run on.
    ///
    /// @param named null for those of the settings
    void bundles(ArchiveDraft draft, @Nullable List<String> named, boolean fromEngine) {
        Catalog catalog = scope.catalog();
        Set<String> names = new LinkedHashSet<>(named == null ? scope.settings().bundles() : named);
        if (names.remove(NONE)) {
            return;
        }
        if (named == null) {
            boolean _ = names.add(USUAL);
        }
        Map<String, Bundle> bundles = new TreeMap<>();
        names.forEach(name -> gather(catalog, name, bundles));
        ImageSource source = fromEngine ? engine() : registries();
        ImageNames rewritten = new ImageNames(scope.settings().images());
        draft.add(source.part(
                PartKind.NODE_IMAGE, catalog.nodeImage(), rewritten.rewrite(catalog.nodeImage()), platforms));
        for (Bundle bundle : bundles.values()) {
            FileParts manifests = new FileParts(PartKind.BUNDLE_MANIFESTS, bundle.name());
            new TreeMap<>(bundle.manifests())
                    .forEach((file, text) -> manifests.text(
                            "manifests/" + file, "application/yaml", text.getBytes(StandardCharsets.UTF_8)));
            draft.add(manifests.part(List.of()));
            for (ImageReference image : bundle.images()) {
                draft.add(source.part(PartKind.IMAGE, image, rewritten.rewrite(image), platforms));
            }
        }
    }

    private static void gather(Catalog catalog, String name, Map<String, Bundle> bundles) {
        Bundle bundle = catalog.bundles().get(name);
        if (bundle == null) {
            throw new ApplianceException(ArchiveProblems.unknownPart(
                    "bundle " + name,
                    catalog.bundles().keySet().stream().sorted().collect(Collectors.joining(", "))));
        }
        if (bundles.put(name, bundle) == null) {
            bundle.needs().forEach(needed -> gather(catalog, needed, bundles));
        }
    }

    private ImageSource registries() {
        Settings settings = scope.settings();
        Map<String, RegistryLogin> logins = new HashMap<>(DockerLogins.read(environment));
        // What the settings say was said to aiplat, and counts more.
        logins.putAll(settings.network().registries());
        return new RegistryImages(
                new RegistryClient(http, logins, Set.copyOf(settings.models().plainRegistries())));
    }

    private ImageSource engine() {
        return new SavedImages(image -> scope.containerEngine().images().save(image), new BlobStore(saved), progress);
    }

    /// Models, each with all files of its folder; those that are not of this home out of the JAR, or from where their
    /// names say.
    void models(ArchiveDraft draft, List<String> names) throws IOException {
        for (String name : names) {
            draft.add(model(name));
        }
    }

    private PartSource model(String name) throws IOException {
        Path models = scope.home().models();
        if (ModelFolder.names(models).contains(name)) {
            return modelParts().ofFolder(models, name);
        }
        BundledModel packed = BundledModel.ALL.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
        return packed == null ? remote(name) : ArchivedModelParts.ofPacked(packed);
    }

    private ArchivedModelParts modelParts() {
        return new ArchivedModelParts(new BlobStore(saved), progress);
    }

    private PartSource remote(String name) throws IOException {
        try {
            return modelParts().ofSource(scope.modelSources().resolve(name));
        } catch (ModelNotFound e) {
            throw new ApplianceException(
                    ArchiveProblems.unknownPart(
                            "model " + name,
                            String.join(", ", ModelFolder.names(scope.home().models()))),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(ArchiveProblems.stopped(), e);
        }
    }

    /// Engines that are installed here.
    void engines(ArchiveDraft draft, List<String> names) throws IOException {
        EnginePackages packages = scope.enginePackages();
        for (String name : names) {
            EnginePackage found = packages.used(name).orElseGet(() -> packages.find(name));
            draft.add(new FileParts(PartKind.ENGINE, found.name() + "/" + found.id())
                    .note("version", found.version())
                    .note("accelerator", found.accelerator().word())
                    .note("program", found.program())
                    .note("source", found.source())
                    .file(found.program(), found.binary(), progress)
                    .folder(found.files(), Set.of(), progress)
                    .part(List.of(found.platform().toString())));
        }
    }

    /// Files of [a release of k3s](https://github.com/k3s-io/k3s/releases): the program, which is named after its
    /// processor unless that is amd64, and its own images.
    void k3s(ArchiveDraft draft, Path folder) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        try (Stream<Path> list = Files.list(folder)) {
            list.sorted().forEach(file -> files.put(String.valueOf(file.getFileName()), file));
        }
        for (String platform : platforms) {
            String processor = platform.substring(platform.indexOf('/') + 1);
            String name = processor.equals("amd64") ? "k3s" : "k3s-" + processor;
            Path program = files.get(name);
            if (program == null) {
                throw new ApplianceException(ArchiveProblems.unknownPart(
                        "program " + name + " in " + folder, String.join(", ", files.keySet())));
            }
            draft.add(new FileParts(PartKind.K3S_BINARY, name)
                    .file("k3s", program, progress)
                    .part(List.of(platform)));
            for (Map.Entry<String, Path> file : files.entrySet()) {
                if (file.getKey().matches("k3s-airgap-images-" + Pattern.quote(processor) + "\\.tar(\\.\\w+)?")) {
                    draft.add(new FileParts(PartKind.K3S_IMAGES, file.getKey())
                            .file(file.getKey(), file.getValue(), progress)
                            .part(List.of(platform)));
                }
            }
        }
    }

    /// The Java that this runs on.
    void runtime(ArchiveDraft draft) throws IOException {
        Path java = Path.of(System.getProperty("java.home"));
        draft.add(new FileParts(PartKind.RUNTIME, "java-" + Runtime.version().feature())
                .note("version", Runtime.version().toString())
                .file("bin/java", java.resolve("bin/java"), progress)
                .folder(java, Set.of(), progress)
                .part(List.of(EnginePlatform.here().toString())));
    }

    @Override
    public void close() {
        http.close();
        if (Files.exists(saved)) {
            FolderRemoval.delete(saved);
        }
    }
}

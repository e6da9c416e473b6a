package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.source.ArchiveDraft;
import io.aiplat.supply.engine.EnginePlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aiplat bundle create`.
@Command(
        name = "create",
        description = {
            "Make an archive of bundles with their images, of models and engines.",
            "It lists what is in it, and under which licences. The same things give the same bytes. Interrupted, it goes"
                    + " on where it was."
        })
final class BundleCreateCommand implements Runnable {
    private static final String WORDS = "aiplat bundle create";

    private final Invocation invocation;

    @Mixin
    private NewArchiveOptions options = new NewArchiveOptions();

    @Option(
            names = "--stage",
            paramLabel = "N",
            description = "what the stage of a platform has, as far as it is not named: 1 (sovereign AI): ollama, an"
                    + " installed llamacpp, approved models; 2 (private-data RAG) and 3 (agentic AI) are not there yet")
    private @Nullable String stage;

    @Option(names = "--release", paramLabel = "N", description = "its version (default: that of aiplat)")
    private @Nullable String release;

    @CompletesAs(CompletionKind.BUNDLES)
    @Option(
            names = "--with",
            split = ",",
            paramLabel = "NAME",
            description = "bundles with their images, and the k3s node (default: those of the settings, and ollama);"
                    + " none for no cluster")
    private @Nullable List<String> with;

    @CompletesAs(CompletionKind.MODELS)
    @Option(
            names = "--models",
            split = ",",
            paramLabel = "NAME",
            description = "models of this home, or of anywhere that models pull takes")
    private @Nullable List<String> models;

    @Option(names = "--engines", split = ",", paramLabel = "NAME", description = "installed engines, as llamacpp")
    private @Nullable List<String> engines;

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "OS/ARCH",
            description = "of images: linux/amd64, linux/arm64 (default: that of this machine)")
    private List<String> platforms = new ArrayList<>();

    @Option(names = "--from-engine", description = "take images from the container engine, not from registries")
    private boolean fromEngine;

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--k3s",
            paramLabel = "FOLDER",
            description = "with files of a release of k3s: the program k3s and k3s-airgap-images-*.tar*")
    private @Nullable Path k3s;

    @Option(names = "--runtime", description = "with the Java runtime that this runs on")
    private boolean runtime;

    BundleCreateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        ArchiveVersion version = release == null ? BundleFiles.version() : BundleWords.version(release, WORDS);
        PlatformStage chosen = stage == null ? null : PlatformStage.whole(stage, WORDS);
        Set<String> wanted = new TreeSet<>(
                platforms.isEmpty() ? List.of("linux/" + EnginePlatform.here().arch()) : platforms);
        Progress progress = new WorkNotes(invocation.output());
        try (NewArchive archive = options.begin(invocation, WORDS);
                InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings());
                BundleContents contents = new BundleContents(
                        scope, invocation.surroundings().environment(), wanted, archive.target(), progress)) {
            if (chosen != null) {
                take(new StageParts(scope, invocation.output()));
            }
            archive.write(
                    draft(contents, archive.target()),
                    version,
                    chosen == null ? null : chosen.number(),
                    wanted,
                    progress);
        }
    }

    /// What a person has named counts more than what the stage has.
    private void take(StageParts parts) {
        with = with == null ? parts.bundles() : with;
        engines = engines == null ? parts.engines() : engines;
        models = models == null ? parts.models() : models;
    }

    private ArchiveDraft draft(BundleContents contents, Path target) {
        ArchiveDraft draft = new ArchiveDraft();
        try {
            contents.bundles(draft, with, fromEngine);
            contents.models(draft, models == null ? List.of() : models);
            contents.engines(draft, engines == null ? List.of() : engines);
            if (k3s != null) {
                contents.k3s(draft, new BundleFiles(invocation).path(k3s));
            }
            if (runtime) {
                contents.runtime(draft);
            }
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.notWritten(target, ArchiveProblems.reason(e)), e);
        }
        if (draft.isEmpty()) {
            throw new ApplianceException(
                    CommandProblems.wrongLine("Nothing would be in it; name --with, --models or --engines", WORDS));
        }
        return draft;
    }
}

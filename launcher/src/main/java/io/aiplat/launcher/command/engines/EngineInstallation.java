package io.aiplat.launcher.command.engines;

import io.aiplat.launcher.client.OutboundHttp;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.launcher.render.Output;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.model.plan.TaskStep;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.download.DownloadLimits;
import io.aiplat.supply.engine.Accelerator;
import io.aiplat.supply.engine.EngineDownload;
import io.aiplat.supply.engine.EnginePackage;
import io.aiplat.supply.engine.EnginePlatform;
import io.aiplat.supply.engine.EngineProblems;
import io.aiplat.supply.engine.EngineRelease;
import io.aiplat.supply.engine.EngineReleases;
import io.aiplat.supply.engine.EngineWish;
import io.aiplat.supply.http.SourceHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Installation of an engine: from this machine, from an address, or as a pinned release.
///
/// @param engine      its name
/// @param from        path or address; null for a pinned release
/// @param digest      that an archive has to have; null where nobody said one
/// @param accelerator null for what suits, or shows
record EngineInstallation(
        String engine,
        @Nullable String from,
        @Nullable BlobDigest digest,
        @Nullable Accelerator accelerator) {
    /// Installs it.
    ///
    /// @param folder that a path starts from
    /// @throws ApplianceException if it cannot be had, does not start here, or cannot be stored
    EnginePackage install(InstallScope scope, Path folder, Output output) {
        String place = from;
        if (place != null && !isAddress(place)) {
            Path path = folder.resolve(place).normalize();
            EngineWish wish = new EngineWish(engine, null, accelerator, digest, path.toString());
            return shown(output, engine, progress -> scope.enginePackages().install(List.of(path), wish, progress));
        }
        if (place == null) {
            EngineRelease release = release(scope);
            return shown(output, engine + " " + release.id(), progress -> fetched(scope, release, progress));
        }
        if (digest == null) {
            throw new ApplianceException(EngineProblems.checksumWanted(place));
        }
        return shown(output, engine, progress -> fetched(scope, URI.create(place), digest, progress));
    }

    private static boolean isAddress(String text) {
        return text.startsWith("https://") || text.startsWith("http://");
    }

    private EngineRelease release(InstallScope scope) {
        EnginePlatform here = EnginePlatform.here();
        Accelerator wanted = accelerator;
        Optional<EngineRelease> release = wanted == null
                ? EngineReleases.suited(engine, here, EngineOffer.vendors(scope))
                : EngineReleases.find(engine, here, wanted);
        return release.orElseThrow(() -> new ApplianceException(EngineProblems.noRelease(
                wanted == null ? engine : engine + " for " + wanted.word(),
                here.toString(),
                EngineReleases.of(engine, here).stream().map(EngineRelease::id).collect(Collectors.joining(", ")))));
    }

    private EnginePackage fetched(InstallScope scope, URI url, BlobDigest wanted, Progress progress)
            throws InterruptedException {
        try (HttpClient client = new OutboundHttp(scope.settings().network()).toSources()) {
            EngineRelease.Archive archive = download(scope, client).ask(url, wanted);
            return fetched(scope, client, List.of(archive), null, accelerator, progress);
        }
    }

    private EnginePackage fetched(InstallScope scope, EngineRelease release, Progress progress)
            throws InterruptedException {
        try (HttpClient client = new OutboundHttp(scope.settings().network()).toSources()) {
            EngineRelease.Archive first = release.archives().getFirst();
            // Who has no network is told so at once, and not after the tries of a download.
            download(scope, client).ask(first.url(), first.digest());
            return fetched(scope, client, release.archives(), release.version(), release.accelerator(), progress);
        }
    }

    private EnginePackage fetched(
            InstallScope scope,
            HttpClient client,
            List<EngineRelease.Archive> archives,
            @Nullable String version,
            @Nullable Accelerator builtFor,
            Progress progress)
            throws InterruptedException {
        EngineDownload download = download(scope, client);
        EngineRelease.Archive first = archives.getFirst();
        List<Path> files = download.fetch(archives, progress);
        EngineWish wish = new EngineWish(
                engine, version, builtFor, first.digest(), first.url().toString());
        EnginePackage made = scope.enginePackages().install(files, wish, progress);
        download.forget(archives);
        return made;
    }

    private static EngineDownload download(InstallScope scope, HttpClient client) {
        return new EngineDownload(scope.home().engines(), new SourceHttp(client), DownloadLimits.USUAL);
    }

    /// Work that reports how far it is.
    @FunctionalInterface
    private interface Work {
        EnginePackage with(Progress progress) throws InterruptedException;
    }

    private static EnginePackage shown(Output output, String what, Work work) {
        Step step = new TaskStep.InstallEngine(what);
        Instant begin = Instant.now();
        try (EventRenderer events = output.events()) {
            events.accept(new Event.Started(1, 1, step));
            EnginePackage made =
                    work.with((doing, done, total) -> events.accept(new Event.Progressed(step, doing, done, total)));
            Duration took = Duration.between(begin, Instant.now());
            events.accept(new Event.Ended(step, new StepResult.Done("installed " + made.id()), took));
            return made;
        } catch (InterruptedException e) {
            throw new ApplianceException(EngineProblems.interrupted(what), e);
        }
    }
}

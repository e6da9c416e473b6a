package io.aiplat.supply.engine;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.download.ByteRate;
import io.aiplat.supply.download.DownloadLimits;
import io.aiplat.supply.download.Downloader;
import io.aiplat.supply.http.HttpAnswer;
import io.aiplat.supply.http.HttpBlob;
import io.aiplat.supply.http.SourceHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Download of the archives of engines: by ranges over several connections, resumed where it broke off, into a folder
/// that is there only while something is under way.
public final class EngineDownload {
    private final Path folder;
    private final SourceHttp http;
    private final DownloadLimits limits;

    /// Knows where to keep what is under way.
    ///
    /// @param folder of the home's engines
    public EngineDownload(Path folder, SourceHttp http, DownloadLimits limits) {
        this.folder = folder.resolve("downloads");
        this.http = http;
        this.limits = limits;
    }

    /// An archive at an address of a person's, with the size that its server states.
    ///
    /// @throws ApplianceException ENGINES_NOT_FETCHED if the server does not have it or does not answer
    public EngineRelease.Archive ask(URI url, BlobDigest digest) throws InterruptedException {
        try (HttpAnswer answer = http.send("HEAD", url, Map.of("Accept-Encoding", "identity"), null)) {
            if (answer.status() != 200) {
                throw new IOException(url.getHost() + " answers with status " + answer.status());
            }
            long bytes = answer.length().orElse(-1);
            return new EngineRelease.Archive(url, bytes, digest);
        } catch (IOException e) {
            throw new ApplianceException(EngineProblems.notFetched(url.toString(), e.getMessage() + "."), e);
        }
    }

    /// Fetches archives, or what is missing of them.
    ///
    /// @return a file of each, which stays until [#forget]
    /// @throws ApplianceException   if the server breaks off for good, or what came has another digest
    /// @throws InterruptedException if the thread is interrupted; what is durable is kept
    public List<Path> fetch(List<EngineRelease.Archive> archives, Progress progress) throws InterruptedException {
        BlobStore store = new BlobStore(folder);
        Downloader downloader = new Downloader(store, limits, ByteRate.UNLIMITED);
        List<Path> files = new ArrayList<>();
        for (EngineRelease.Archive archive : archives) {
            URI url = archive.url();
            HttpBlob blob =
                    new HttpBlob(archive.digest(), archive.bytes(), headers -> http.send("GET", url, headers, null));
            files.add(store.path(downloader.fetch(blob, url.toString(), archive.file(), progress)));
        }
        return files;
    }

    /// Lets go of archives that were fetched, and of the folder if nothing else is under way.
    public void forget(List<EngineRelease.Archive> archives) {
        BlobStore store = new BlobStore(folder);
        try {
            for (EngineRelease.Archive archive : archives) {
                store.remove(archive.digest());
            }
            if (store.digests().isEmpty() && !isUnderWay()) {
                delete();
            }
        } catch (IOException _) {
            // The next one that is installed tidies up.
        }
    }

    private boolean isUnderWay() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("incoming"))) {
            return files.anyMatch(file -> file.toString().endsWith(".part"));
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path one : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}

package io.aiplat.supply.download;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Downloader: fetches blobs into a blob store, over several connections where the source allows it.
///
/// It may be killed at any moment and called again: at most one chunk per connection is fetched again. Several
/// threads and processes may fetch at once; of one blob there is one download, and who comes second waits for it.
public final class Downloader {
    private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);

    private final BlobStore store;
    private final DownloadLimits limits;
    private final ByteRate rate;

    /// @param rate of all its downloads together
    public Downloader(BlobStore store, DownloadLimits limits, ByteRate rate) {
        this.store = store;
        this.limits = limits;
        this.rate = rate;
    }

    /// Fetches a blob, or does nothing if it is here. What arrives damaged is fetched once more.
    ///
    /// @param origin where it lies, the same at each try: what an earlier one left is found by it, where the source
    ///               says no digest
    /// @param what   is fetched, for people and reports: a noun
    /// @return its digest
    /// @throws ApplianceException   if the source breaks off for good, what came is damaged, or it cannot be stored
    /// @throws InterruptedException if the thread is interrupted; what is durable is kept
    public BlobDigest fetch(RemoteBlob blob, String origin, String what, Progress progress)
            throws InterruptedException {
        try {
            Optional<BlobDigest> here = here(blob, origin);
            if (here.isPresent()) {
                return here.get();
            }
            Path lock = store.incoming(key(blob, origin) + ".lock");
            Runnable waiting = () -> progress.at("waiting for another download of " + what, 0, 0);
            try (BlobLock _ = BlobLock.await(lock, waiting)) {
                here = here(blob, origin);
                return here.isPresent() ? here.get() : fetchMissing(blob, origin, what, progress);
            }
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored(what, e.toString()), e);
        }
    }

    /// How many bytes of a blob need not be fetched any more.
    ///
    /// @param origin as it is given to [#fetch]
    /// @throws IOException if the store cannot be read
    public long keptBytes(RemoteBlob blob, String origin) throws IOException {
        if (here(blob, origin).isPresent()) {
            return Math.max(0, blob.bytes());
        }
        return blob.bytes() < 0
                ? 0
                : ChunkJournal.durableBytes(journal(blob, origin), part(blob, origin), blob.version(), blob.bytes());
    }

    /// Forgets what an interrupted download of a blob has left; does nothing while it is being fetched.
    ///
    /// @param origin as it is given to [#fetch]
    /// @throws IOException if it cannot be removed
    public void discard(RemoteBlob blob, String origin) throws IOException {
        BlobLock taken = BlobLock.tryToTake(store.incoming(key(blob, origin) + ".lock"));
        if (taken != null) {
            try (taken) {
                removePartial(blob, origin);
            }
        }
    }

    private void removePartial(RemoteBlob blob, String origin) throws IOException {
        Files.deleteIfExists(journal(blob, origin));
        Files.deleteIfExists(part(blob, origin));
    }

    /// A digest is the same wherever the bytes come from, so another source goes on with what one has left.
    private static String key(RemoteBlob blob, String origin) {
        BlobDigest digest = blob.digest();
        return digest == null ? "from-" + Digests.sha256(origin) : "sha256-" + digest.hex();
    }

    private Path part(RemoteBlob blob, String origin) {
        return store.incoming(key(blob, origin) + ".part");
    }

    private Path journal(RemoteBlob blob, String origin) {
        return store.incoming(key(blob, origin) + ".journal");
    }

    /// Says which digest a version without one turned out to have.
    private Path known(RemoteBlob blob, String origin) {
        return store.incoming(key(blob, origin) + ".known");
    }

    private Optional<BlobDigest> here(RemoteBlob blob, String origin) throws IOException {
        BlobDigest digest = blob.digest();
        if (digest != null) {
            return Optional.of(digest).filter(store::has);
        }
        Path known = known(blob, origin);
        if (!Files.isRegularFile(known)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(known);
        return lines.size() == 2 && lines.getFirst().equals(Digests.sha256(blob.version()))
                ? Optional.of(BlobDigest.parse(lines.getLast())).filter(store::has)
                : Optional.empty();
    }

    private BlobDigest fetchMissing(RemoteBlob blob, String origin, String what, Progress progress)
            throws IOException, InterruptedException {
        Transfer transfer =
                new Transfer(blob, origin, what, part(blob, origin), journal(blob, origin), limits, rate, progress);
        BlobDigest wanted = blob.digest();
        BlobDigest found = run(transfer);
        if (wanted != null && !found.equals(wanted)) {
            LOG.warn("{} from {} arrived damaged: {} and not {}; it is fetched again", what, origin, found, wanted);
            removePartial(blob, origin);
            progress.at("fetching " + what + " again, for it arrived damaged", 0, blob.bytes());
            found = run(transfer);
            if (!found.equals(wanted)) {
                removePartial(blob, origin);
                throw new ApplianceException(
                        DownloadProblems.damaged(what, origin, wanted.toString(), found.toString()));
            }
        }
        store.accept(transfer.part(), found);
        if (wanted == null) {
            remember(blob, origin, found);
        }
        Files.deleteIfExists(transfer.journal());
        return found;
    }

    private static BlobDigest run(Transfer transfer) throws IOException, InterruptedException {
        boolean ranged = transfer.blob().hasRanges() && transfer.blob().bytes() > 0;
        return ranged ? RangedTransfer.run(transfer) : new StreamedTransfer(transfer).run();
    }

    private void remember(RemoteBlob blob, String origin, BlobDigest found) throws IOException {
        Path next = store.incoming(key(blob, origin) + ".known.new");
        Files.writeString(next, Digests.sha256(blob.version()) + "\n" + found + "\n");
        Files.move(next, known(blob, origin), StandardCopyOption.ATOMIC_MOVE);
    }
}

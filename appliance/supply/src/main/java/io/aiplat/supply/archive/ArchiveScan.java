package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Reads a bundle archive from front to back and compares every byte with what the manifest says: headers and
/// zeros literally, blobs by their digest. Says what is wrong where they differ. For one thread.
final class ArchiveScan implements AutoCloseable {
    private final ArchiveVolumes volumes;
    private final ArchiveLayout layout;
    private final LongConsumer read;
    private long at;
    private @Nullable ReadAhead ahead;

    /// @param read is told how many bytes of blobs were read at a time
    ArchiveScan(ArchiveVolumes volumes, ArchiveLayout layout, LongConsumer read) {
        this.volumes = volumes;
        this.layout = layout;
        this.read = read;
    }

    /// Goes over an entry and checks all of it.
    ///
    /// @param visitor is given the blob, where it is one
    /// @throws ApplianceException saying what is wrong
    void check(ArchiveLayout.Entry entry, ArchiveReader.@Nullable BlobVisitor visitor) {
        move(entry.from());
        compareHeader(entry);
        ArchiveBlob blob = entry.blob();
        byte[] content = entry.content();
        try {
            if (blob != null) {
                BlobInput in = blobInput(entry, blob);
                if (visitor != null) {
                    visitor.visit(blob, in);
                }
                in.finish();
                at += entry.size();
            } else if (content != null && !Arrays.equals(next(content.length, entry), content)) {
                throw refused(entry, ArchiveProblems.partDamaged(volumes.archive(), entry.path(), "", at));
            }
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.unreadable(volumes.archive(), ArchiveProblems.reason(e)), e);
        }
        compareZeros(entry.padding(), entry);
    }

    /// A blob at its first byte, when the header before it is right.
    BlobInput open(ArchiveLayout.Entry entry, ArchiveBlob blob) {
        move(entry.from());
        compareHeader(entry);
        return blobInput(entry, blob);
    }

    private BlobInput blobInput(ArchiveLayout.Entry entry, ArchiveBlob blob) {
        return new BlobInput(
                input(),
                blob,
                found -> refused(
                        entry,
                        found.isEmpty()
                                ? ArchiveProblems.truncated(volumes.archive(), title(entry), volumes.bytes())
                                : ArchiveProblems.partDamaged(volumes.archive(), title(entry), found, at)),
                read);
    }

    /// Checks that nothing but the end follows.
    ///
    /// @throws ApplianceException saying what is wrong
    void checkEnd() {
        ArchiveLayout.Entry last = layout.entries().getLast();
        move(layout.end());
        compareEnd(last);
        if (volumes.bytes() > layout.bytes()) {
            throw new ApplianceException(
                    ArchiveProblems.trailing(volumes.archive(), volumes.bytes() - layout.bytes(), layout.bytes()));
        }
    }

    private void compareEnd(ArchiveLayout.Entry last) {
        byte[] found = next(TarHeader.END, last);
        TarHeader.Entry other = TarHeader.read(Arrays.copyOf(found, TarHeader.BLOCK));
        if (other != null) {
            throw unexpected(other);
        }
        if (!isZero(found)) {
            throw refused(last, ArchiveProblems.partDamaged(volumes.archive(), "end of the archive", "", at));
        }
    }

    private void move(long to) {
        if (to != at) {
            close();
            at = to;
        }
    }

    private ReadAhead input() {
        ReadAhead open = ahead;
        if (open == null) {
            long[] from = {at};
            open = ReadAhead.of((byte[] buffer) -> {
                int count = volumes.read(ByteBuffer.wrap(buffer), from[0]);
                from[0] += count;
                return count;
            });
            ahead = open;
        }
        return open;
    }

    private byte[] next(int bytes, ArchiveLayout.Entry entry) {
        try {
            byte[] found = input().readNBytes(bytes);
            if (found.length < bytes) {
                throw refused(entry, ArchiveProblems.truncated(volumes.archive(), title(entry), volumes.bytes()));
            }
            at += bytes;
            return found;
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.unreadable(volumes.archive(), ArchiveProblems.reason(e)), e);
        }
    }

    private void compareHeader(ArchiveLayout.Entry entry) {
        long from = at;
        byte[] found = next(entry.header().length, entry);
        if (Arrays.equals(found, entry.header())) {
            return;
        }
        byte[] first = Arrays.copyOf(found, TarHeader.BLOCK);
        if (isZero(first)) {
            throw refused(entry, ArchiveProblems.partMissing(volumes.archive(), title(entry)));
        }
        TarHeader.Entry other = TarHeader.read(first);
        if (other == null || isAt(other, entry)) {
            throw refused(entry, ArchiveProblems.partDamaged(volumes.archive(), "header of " + title(entry), "", from));
        }
        if (!layout.has(path(other))) {
            throw unexpected(other);
        }
        throw new ApplianceException(
                isBehind(entry, from)
                        ? ArchiveProblems.orderChanged(volumes.archive(), title(entry), path(other))
                        : ArchiveProblems.partMissing(volumes.archive(), title(entry)));
    }

    private static boolean isAt(TarHeader.Entry found, ArchiveLayout.Entry wanted) {
        return path(found).equals(wanted.path());
    }

    private static String path(TarHeader.Entry entry) {
        return entry.type() == 'x' && entry.path().startsWith("pax/")
                ? entry.path().substring(4)
                : entry.path();
    }

    private ApplianceException unexpected(TarHeader.Entry other) {
        return new ApplianceException(ArchiveProblems.partUnexpected(volumes.archive(), path(other)));
    }

    /// Whether an entry follows after all, elsewhere than it should.
    private boolean isBehind(ArchiveLayout.Entry entry, long from) {
        try {
            ByteBuffer block = ByteBuffer.allocate(TarHeader.BLOCK);
            for (long look = from; look + TarHeader.BLOCK <= volumes.bytes(); ) {
                int _ = volumes.read(block.clear(), look);
                TarHeader.Entry found = TarHeader.read(block.array());
                if (found == null) {
                    return false;
                }
                if (isAt(found, entry)) {
                    return true;
                }
                look += TarHeader.BLOCK + TarHeader.padded(found.size());
            }
            return false;
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.unreadable(volumes.archive(), ArchiveProblems.reason(e)), e);
        }
    }

    private void compareZeros(int bytes, ArchiveLayout.Entry entry) {
        long from = at;
        if (!isZero(next(bytes, entry))) {
            throw refused(
                    entry, ArchiveProblems.partDamaged(volumes.archive(), "padding behind " + title(entry), "", from));
        }
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.mismatch(bytes, new byte[bytes.length]) < 0;
    }

    /// The volume to blame where there are several and one of them is damaged, else what was found.
    private ApplianceException refused(ArchiveLayout.Entry entry, Problem problem) {
        try {
            Optional<ApplianceException> volume = volumes.damaged(entry.from(), entry.to())
                    .map(file -> new ApplianceException(ArchiveProblems.volumeDamaged(
                            file, "Its SHA-256 is not that of the list of volumes. In it: " + problem.what() + ".")));
            return volume.orElseGet(() -> new ApplianceException(problem));
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.unreadable(volumes.archive(), ArchiveProblems.reason(e)), e);
        }
    }

    /// What a person knows an entry by.
    private String title(ArchiveLayout.Entry entry) {
        ArchiveBlob blob = entry.blob();
        return blob == null
                ? entry.path()
                : String.join(", ", layout.manifest().users(blob.digest())) + " (" + blob.digest() + ")";
    }

    @Override
    public void close() {
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
    }
}

package io.aiplat.supply.archive;

import io.aiplat.model.Digests;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.ForceBehind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a bundle archive is written: files with `.part` at the end of their names, which get their own names
/// when all of it is there and durable. What an interrupted run has left can be taken up.
final class ArchiveOutput implements AutoCloseable {
    private static final String ENDING = ".part";
    private static final int PIECE = 1 << 20;

    private final Path target;
    private final long volumeBytes;
    private final List<VolumeList.Entry> done = new ArrayList<>();
    private MessageDigest digest = Digests.begun();
    private @Nullable FileChannel channel;
    private @Nullable ForceBehind forced;
    private long inVolume;

    /// @param volumeBytes how large a volume may be; 0 for one file
    ArchiveOutput(Path target, long volumeBytes) {
        this.target = target;
        this.volumeBytes = volumeBytes;
    }

    private Path file(int index) {
        return volumeBytes == 0 ? target : VolumeList.volume(target, index);
    }

    private Path incoming(int index) {
        Path file = file(index);
        return file.resolveSibling(file.getFileName() + ENDING);
    }

    /// What an interrupted run has left.
    List<Path> left() {
        List<Path> left = new ArrayList<>();
        while (Files.isRegularFile(incoming(left.size())) && (volumeBytes > 0 || left.isEmpty())) {
            left.add(incoming(left.size()));
        }
        return left;
    }

    /// Begins, after the first bytes of what is left; the rest of that is removed.
    void begin(long kept) throws IOException {
        List<Path> left = left();
        long rest = kept;
        for (Path file : left) {
            long bytes = volumeBytes == 0 ? rest : Math.min(rest, volumeBytes);
            if (bytes == 0) {
                Files.delete(file);
                continue;
            }
            takeUp(file, bytes);
            rest -= bytes;
        }
        if (channel == null && done.isEmpty()) {
            open();
        }
    }

    private void takeUp(Path file, long bytes) throws IOException {
        FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE).truncate(bytes);
        opened.position(bytes);
        channel = opened;
        forced = new ForceBehind(opened);
        inVolume = bytes;
        if (volumeBytes > 0) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] piece = new byte[PIECE];
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    digest.update(piece, 0, read);
                }
            }
            if (bytes == volumeBytes) {
                endVolume();
            }
        }
    }

    private FileChannel open() throws IOException {
        FileChannel opened = FileChannel.open(
                incoming(done.size()),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        channel = opened;
        forced = new ForceBehind(opened);
        inVolume = 0;
        digest = Digests.begun();
        return opened;
    }

    void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end) {
            FileChannel out = channel == null ? open() : channel;
            int fits = volumeBytes == 0 ? end - at : (int) Math.min(end - at, volumeBytes - inVolume);
            ByteBuffer piece = ByteBuffer.wrap(bytes, at, fits);
            while (piece.hasRemaining()) {
                int _ = out.write(piece);
            }
            if (volumeBytes > 0) {
                digest.update(bytes, at, fits);
            }
            if (forced != null) {
                forced.wrote(fits);
            }
            inVolume += fits;
            at += fits;
            if (inVolume == volumeBytes) {
                endVolume();
            }
        }
    }

    private void endVolume() throws IOException {
        FileChannel out = channel;
        if (out != null && forced != null) {
            forced.finish();
            out.close();
            channel = null;
            done.add(new VolumeList.Entry(new BlobDigest(Digests.sha256(digest)), inVolume));
        }
    }

    /// Gives the files their names. The list of volumes comes last: without it they are no archive.
    void finish(SigningKey key) throws IOException {
        endVolume();
        Path list = VolumeList.file(target);
        Files.deleteIfExists(list);
        for (int i = 0; i < done.size(); i++) {
            Files.move(incoming(i), file(i), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        if (volumeBytes > 0) {
            Path incoming = list.resolveSibling(list.getFileName() + ENDING);
            Files.write(incoming, VolumeList.sign(done, key).toJson());
            Files.move(incoming, list, StandardCopyOption.ATOMIC_MOVE);
            for (int i = done.size(); Files.deleteIfExists(VolumeList.volume(target, i)); i++) {
                // Of a larger archive that had this name.
            }
        }
        Path folder = target.toAbsolutePath().getParent();
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel out = channel;
        if (out != null) {
            out.close();
            channel = null;
        }
    }
}

package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bytes of a bundle archive, in one file or in several volumes, as one sequence. Several threads may read.
final class ArchiveVolumes implements AutoCloseable {
    private final Path archive;
    private final List<Volume> volumes;
    private final @Nullable VolumeList list;

    /// @param from first byte of the volume in the archive
    private record Volume(Path file, FileChannel channel, long from, long bytes) {
        long to() {
            return from + bytes;
        }
    }

    private ArchiveVolumes(Path archive, List<Volume> volumes, @Nullable VolumeList list) {
        this.archive = archive;
        this.volumes = volumes;
        this.list = list;
    }

    /// Opens what a person named: an archive, its first volume, its list of volumes, or the name that volumes
    /// share.
    ///
    /// @throws ApplianceException BUNDLE_UNREADABLE, BUNDLE_VOLUME_MISSING, BUNDLE_VOLUME_DAMAGED if one has
    ///     another size than the list says
    static ArchiveVolumes open(Path named) {
        Path base = VolumeList.base(named);
        Path listFile = VolumeList.file(base);
        if (!Files.exists(listFile)) {
            if (!base.equals(named)) {
                throw new ApplianceException(ArchiveProblems.volumeMissing(named, listFile));
            }
            return open(named, List.of(named), null);
        }
        if (base.equals(named) && Files.exists(base)) {
            return open(named, List.of(named), null);
        }
        VolumeList list = VolumeList.read(listFile);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < list.volumes().size(); i++) {
            Path file = VolumeList.volume(base, i);
            if (!Files.exists(file)) {
                throw new ApplianceException(ArchiveProblems.volumeMissing(base, file));
            }
            files.add(file);
        }
        ArchiveVolumes opened = open(base, files, list);
        for (int i = 0; i < files.size(); i++) {
            long wanted = list.volumes().get(i).bytes();
            long found = opened.volumes.get(i).bytes;
            if (wanted != found) {
                opened.close();
                throw new ApplianceException(ArchiveProblems.volumeDamaged(
                        files.get(i), "It has " + found + " bytes and should have " + wanted + "."));
            }
        }
        return opened;
    }

    /// Opens files whose bytes follow each other.
    static ArchiveVolumes open(Path archive, List<Path> files, @Nullable VolumeList list) {
        List<Volume> volumes = new ArrayList<>();
        long from = 0;
        try {
            for (Path file : files) {
                if (Files.isDirectory(file)) {
                    throw new IOException("it is a folder");
                }
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                volumes.add(new Volume(file, channel, from, channel.size()));
                from += channel.size();
            }
            return new ArchiveVolumes(archive, volumes, list);
        } catch (IOException e) {
            new ArchiveVolumes(archive, volumes, list).close();
            throw new ApplianceException(ArchiveProblems.unreadable(archive, ArchiveProblems.reason(e)), e);
        }
    }

    /// What it is called.
    Path archive() {
        return archive;
    }

    /// The list of its volumes; null where it is one file.
    @Nullable
    VolumeList list() {
        return list;
    }

    long bytes() {
        return volumes.getLast().to();
    }

    /// Reads as much as there is room for, or there is.
    ///
    /// @param from at most [#bytes]
    /// @return how many bytes
    int read(ByteBuffer into, long from) throws IOException {
        long at = from;
        for (Volume volume : volumes) {
            while (into.hasRemaining() && at >= volume.from && at < volume.to()) {
                int limit = into.limit();
                into.limit((int) Math.min(limit, into.position() + volume.to() - at));
                int read = volume.channel.read(into, at - volume.from);
                into.limit(limit);
                if (read < 0) {
                    throw new IOException(volume.file + " became shorter while it was read");
                }
                at += read;
            }
        }
        return (int) (at - from);
    }

    /// The name of a volume between two bytes of the archive that has not the digest which the list of volumes
    /// says.
    ///
    /// @return empty where there are no volumes, or all of them are as they should be
    Optional<Path> damaged(long from, long to) throws IOException {
        if (list == null) {
            return Optional.empty();
        }
        for (int i = 0; i < volumes.size(); i++) {
            Volume volume = volumes.get(i);
            if (volume.from <= to && volume.to() > from) {
                try (InputStream in = Files.newInputStream(volume.file)) {
                    if (!Digests.sha256(in)
                            .equals(list.volumes().get(i).digest().hex())) {
                        return Optional.of(volume.file);
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        for (Volume volume : volumes) {
            try {
                volume.channel.close();
            } catch (IOException _) {
                // It was only read.
            }
        }
    }
}

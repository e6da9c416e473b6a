package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.series.SeriesHead.KeptSeries;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Block of samples: a file that is never changed. First come the chunks of its series, then a compressed index of
/// them, then where the index is, and its checksum.
///
/// @param bytes of the file
/// @param first milliseconds of the first sample
/// @param last  milliseconds of the last sample
/// @param index where the index begins
/// @param length of the index
/// @param checksum of the index
record SeriesBlock(Path file, long bytes, long first, long last, long index, int length, int checksum) {
    private static final int END = 8 + 8 + 8 + 4 + 4;

    /// A series in it.
    ///
    /// @param offset of its chunk in the file
    record Entry(LabelSet labels, long offset, int length, int samples, long first, long last, int checksum) {}

    /// Writes all of a head. The file is there as a whole, or not.
    ///
    /// @param file its name ends as those of blocks do
    static SeriesBlock write(Path file, SeriesHead head) throws IOException {
        Path incoming = file.resolveSibling(file.getFileName() + ".incoming");
        long first = Long.MAX_VALUE;
        List<Entry> entries = new ArrayList<>();
        try (FileChannel to = FileChannel.open(
                incoming, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            put(to, SeriesFormat.head());
            for (KeptSeries kept : head.all()) {
                SampleChunk chunk = kept.chunk();
                if (chunk.count() > 0) {
                    byte[] bytes = chunk.toBytes();
                    entries.add(new Entry(
                            kept.labels(),
                            to.position(),
                            bytes.length,
                            chunk.count(),
                            chunk.first(),
                            chunk.last(),
                            SeriesFormat.checksum(bytes)));
                    put(to, bytes);
                    first = Math.min(first, chunk.first());
                }
            }
            byte[] index = index(entries);
            long at = to.position();
            put(to, index);
            put(
                    to,
                    ByteBuffer.allocate(END)
                            .putLong(first)
                            .putLong(head.newest())
                            .putLong(at)
                            .putInt(index.length)
                            .putInt(SeriesFormat.checksum(index))
                            .array());
            to.force(true);
        }
        Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return open(file);
    }

    private static void put(FileChannel to, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            to.write(left);
        }
    }

    private static byte[] index(List<Entry> entries) throws IOException {
        return SeriesFormat.deflated(to -> {
            to.writeInt(entries.size());
            for (Entry entry : entries) {
                SeriesFormat.write(entry.labels(), to);
                to.writeLong(entry.offset());
                to.writeInt(entry.length());
                to.writeInt(entry.samples());
                to.writeLong(entry.first());
                to.writeLong(entry.last());
                to.writeInt(entry.checksum());
            }
        });
    }

    /// Reads where everything is.
    ///
    /// @throws IOException if it is damaged or of another version
    static SeriesBlock open(Path file) throws IOException {
        if (SeriesFormat.version(file) != SeriesFormat.VERSION) {
            throw new IOException(file + " is of another version");
        }
        try (FileChannel from = FileChannel.open(file)) {
            long size = from.size();
            ByteBuffer end = ByteBuffer.wrap(read(from, size - END, END));
            SeriesBlock block = new SeriesBlock(
                    file, size, end.getLong(), end.getLong(), end.getLong(), end.getInt(), end.getInt());
            if (block.length < 0 || block.index < 0 || block.index + block.length + END != size) {
                throw new IOException(file + " is damaged");
            }
            return block;
        }
    }

    private static byte[] read(FileChannel from, long at, int length) throws IOException {
        if (at < 0 || length < 0 || at + length > from.size()) {
            throw new IOException("a file of series is too short");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && from.read(bytes, at + bytes.position()) >= 0) {
            // Goes on.
        }
        return bytes.array();
    }

    /// The series in it.
    ///
    /// @param known gives the labels that are in memory already in place of the same
    /// @throws IOException if it is damaged
    List<Entry> entries(UnaryOperator<LabelSet> known) throws IOException {
        byte[] compressed;
        try (FileChannel from = FileChannel.open(file)) {
            compressed = read(from, index, length);
        }
        if (SeriesFormat.checksum(compressed) != checksum) {
            throw new IOException(file + " is damaged");
        }
        try (DataInputStream in = SeriesFormat.inflated(compressed)) {
            int count = in.readInt();
            List<Entry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                entries.add(new Entry(
                        known.apply(SeriesFormat.labels(in)),
                        in.readLong(),
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readLong(),
                        in.readInt()));
            }
            return entries;
        }
    }

    /// Takes the bytes of a chunk.
    @FunctionalInterface
    interface ChunkReader {
        void read(Entry entry, byte[] bytes);
    }

    /// Reads the chunks of some series.
    ///
    /// @return how many of them were damaged and left out
    int chunks(List<Entry> wanted, ChunkReader reader) throws IOException {
        int damaged = 0;
        try (FileChannel from = FileChannel.open(file)) {
            for (Entry entry : wanted) {
                byte[] bytes = read(from, entry.offset(), entry.length());
                if (SeriesFormat.checksum(bytes) == entry.checksum()) {
                    reader.read(entry, bytes);
                } else {
                    damaged++;
                }
            }
        }
        return damaged;
    }
}

package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.series.SeriesHead.KeptSeries;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Log of the samples that are in no block yet: a record for each round of samples, written at once, so that whoever
/// kills the process takes no round but one under way. A machine that loses its power takes those of the last minute.
///
/// A record is its length, its checksum, and compressed: the time, the series that are new with the numbers that they
/// have from then on, and numbers and values. Behind the last whole record a file is cut off when it is opened.
final class SeriesLog implements AutoCloseable {
    private static final long FORCED_NANOS = 30_000_000_000L;

    private final FileChannel channel;
    private final Path file;
    private long forced = System.nanoTime();

    private SeriesLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// A sample of a round.
    record Logged(KeptSeries series, double value) {}

    static SeriesLog create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.write(ByteBuffer.wrap(SeriesFormat.head()));
        return new SeriesLog(file, channel);
    }

    /// Opens one, and brings what is in it into a head.
    static SeriesLog open(Path file, SeriesHead head) throws IOException {
        byte[] all = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(all);
        bytes.position(SeriesFormat.head().length);
        List<KeptSeries> numbers = new ArrayList<>();
        int whole = bytes.position();
        while (bytes.remaining() >= 8) {
            int length = bytes.getInt();
            int checksum = bytes.getInt();
            if (length <= 0 || length > bytes.remaining()) {
                break;
            }
            byte[] record = new byte[length];
            bytes.get(record);
            if (SeriesFormat.checksum(record) != checksum) {
                break;
            }
            replay(record, head, numbers);
            whole = bytes.position();
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.truncate(whole).position(whole);
        return new SeriesLog(file, channel);
    }

    private static void replay(byte[] record, SeriesHead head, List<KeptSeries> numbers) throws IOException {
        try (DataInputStream in = SeriesFormat.inflated(record)) {
            long time = in.readLong();
            int begun = in.readInt();
            for (int i = 0; i < begun; i++) {
                LabelSet labels = SeriesFormat.labels(in);
                KeptSeries kept = head.begin(labels);
                head.number(kept);
                numbers.add(kept);
            }
            int samples = in.readInt();
            for (int i = 0; i < samples; i++) {
                KeptSeries kept = numbers.get(in.readInt());
                long value = in.readLong();
                head.add(kept, time, Double.longBitsToDouble(value), value == SampledSeries.STALE);
            }
        }
    }

    /// Writes a round, of which series without a number get theirs.
    ///
    /// @throws IOException if it cannot be written; the file is as before then, as far as the disk allows
    void write(SeriesHead head, long time, List<Logged> samples) throws IOException {
        List<KeptSeries> begun = samples.stream()
                .map(Logged::series)
                .filter(kept -> kept.number() < 0)
                .toList();
        begun.forEach(head::number);
        byte[] record = SeriesFormat.deflated(to -> {
            to.writeLong(time);
            to.writeInt(begun.size());
            for (KeptSeries kept : begun) {
                SeriesFormat.write(kept.labels(), to);
            }
            to.writeInt(samples.size());
            for (Logged sample : samples) {
                to.writeInt(sample.series().number());
                to.writeLong(Double.doubleToRawLongBits(sample.value()));
            }
        });
        ByteArrayOutputStream framed = new ByteArrayOutputStream(record.length + 8);
        framed.writeBytes(ByteBuffer.allocate(8)
                .putInt(record.length)
                .putInt(SeriesFormat.checksum(record))
                .array());
        framed.writeBytes(record);
        long before = channel.position();
        ByteBuffer bytes = ByteBuffer.wrap(framed.toByteArray());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (System.nanoTime() - forced > FORCED_NANOS) {
                channel.force(false);
                forced = System.nanoTime();
            }
        } catch (IOException e) {
            channel.truncate(before).position(before);
            throw e;
        }
    }

    long size() throws IOException {
        return channel.position();
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        channel.force(false);
        channel.close();
    }
}

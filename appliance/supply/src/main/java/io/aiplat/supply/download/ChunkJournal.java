package io.aiplat.supply.download;

import io.aiplat.model.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Journal beside a partial file: which halves of its chunks are durable. A half is written here after its bytes were
/// forced to the disk, so what stands here is there, whenever the power went. See docs/decisions/supply.md.
///
/// A line of text says of which blob it is; each further line has the number of a half. A line without its end does
/// not count.
final class ChunkJournal implements AutoCloseable {
    private static final Pattern HEAD =
            Pattern.compile("aiplat-download 1 version=([0-9a-f]{64}) bytes=(\\d{1,18}) chunk=(\\d{1,18})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final ChunkHalves halves;
    private final BitSet durable;
    private final FileChannel channel;

    private ChunkJournal(ChunkHalves halves, BitSet durable, FileChannel channel) {
        this.halves = halves;
        this.durable = durable;
        this.channel = channel;
    }

    /// What was read of a journal.
    private record Found(ChunkHalves halves, BitSet durable, long textBytes) {}

    /// How many bytes of a version of a blob are durable; 0 where there is no journal, or one of another version.
    static long durableBytes(Path journal, Path part, String version, long bytes) throws IOException {
        return read(journal, part, version, bytes)
                .map(found -> found.durable.stream()
                        .mapToLong(half -> found.halves.end(half) - found.halves.begin(half))
                        .sum())
                .orElse(0L);
    }

    /// Goes on with what is durable of this version of a blob, or begins anew if that is nothing.
    ///
    /// @param part   the partial file, which is made where it is missing
    /// @param wanted for what is begun anew; what is gone on with keeps its own halves
    static ChunkJournal open(Path journal, Path part, String version, ChunkHalves wanted) throws IOException {
        Optional<Found> found = read(journal, part, version, wanted.bytes());
        if (found.isPresent()) {
            FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE);
            // What stands behind the last whole line is no beginning of the next.
            channel.truncate(found.get().textBytes);
            channel.position(found.get().textBytes);
            return new ChunkJournal(found.get().halves, found.get().durable, channel);
        }
        // No old journal may speak of the new file, so it is durably gone before there is one.
        Files.deleteIfExists(journal);
        Files.deleteIfExists(part);
        force(folder(journal));
        Files.createFile(part);
        FileChannel channel = FileChannel.open(journal, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        String head = "aiplat-download 1 version=" + Digests.sha256(version) + " bytes=" + wanted.bytes() + " chunk="
                + wanted.halfBytes() + "\n";
        write(channel, head);
        force(folder(journal));
        return new ChunkJournal(wanted, new BitSet(), channel);
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }

    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Optional<Found> read(Path journal, Path part, String version, long bytes) throws IOException {
        if (!Files.isRegularFile(journal) || !Files.isRegularFile(part)) {
            return Optional.empty();
        }
        String text = Files.readString(journal, StandardCharsets.ISO_8859_1);
        ChunkHalves halves = null;
        BitSet durable = new BitSet();
        int at = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
            String line = text.substring(at, end);
            if (halves == null) {
                halves = head(line, version, bytes);
                if (halves == null) {
                    return Optional.empty();
                }
            } else if (!NUMBER.matcher(line).matches() || Integer.parseInt(line) >= halves.count()) {
                break;
            } else if (halves.end(Integer.parseInt(line)) <= Files.size(part)) {
                durable.set(Integer.parseInt(line));
            }
            at = end + 1;
        }
        return halves == null ? Optional.empty() : Optional.of(new Found(halves, durable, at));
    }

    private static @Nullable ChunkHalves head(String line, String version, long bytes) {
        Matcher head = HEAD.matcher(line);
        return head.matches()
                        && head.group(1).equals(Digests.sha256(version))
                        && Long.parseLong(head.group(2)) == bytes
                        && Long.parseLong(head.group(3)) > 0
                ? new ChunkHalves(bytes, Long.parseLong(head.group(3)))
                : null;
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        channel.force(false);
    }

    ChunkHalves halves() {
        return halves;
    }

    /// Those that were durable when it was opened.
    BitSet durable() {
        return (BitSet) durable.clone();
    }

    /// Writes down that halves are durable. Their bytes have been forced to the disk by the caller.
    void add(Collection<Integer> numbers) throws IOException {
        write(channel, numbers.stream().map(number -> number + "\n").collect(Collectors.joining()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

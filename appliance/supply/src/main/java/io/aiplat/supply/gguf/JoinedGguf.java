package io.aiplat.supply.gguf;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one file that the parts of a split model make, as `llama-gguf-split --merge` would write it: the metadata of
/// the first part without what is said of the split, the tensors of all parts in their order, and their numbers, each
/// at the next multiple of the alignment. It is written nowhere: who reads it reads the parts.
public final class JoinedGguf {
    private static final String SPLIT = "split.";
    private static final long MOST_AT_ONCE = 1 << 20;

    private final List<Piece> pieces;
    private final long bytes;

    /// A run of bytes: of a part, or of a text, or zeros.
    private record Piece(@Nullable Path file, @Nullable ByteBuffer text, long begin, long bytes) {
        static Piece of(Path file, long begin, long end) {
            return new Piece(file, null, begin, end - begin);
        }

        static Piece of(ByteBuffer text) {
            return new Piece(null, text, 0, text.limit());
        }

        static Piece zeros(long bytes) {
            return new Piece(null, null, 0, bytes);
        }
    }

    private JoinedGguf(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
        this.bytes = pieces.stream().mapToLong(Piece::bytes).sum();
    }

    /// Looks at the parts; their weights are not read.
    ///
    /// @param files all parts in their order, which nobody changes
    /// @throws ApplianceException if one cannot be read, or they are not all parts of one model
    public static JoinedGguf of(List<Path> files) {
        List<GgufLayout> layouts = new ArrayList<>();
        List<GgufReader.Front> fronts = new ArrayList<>();
        for (Path file : files) {
            GgufLayout layout = new GgufLayout();
            fronts.add(GgufHeader.front(file, layout));
            layouts.add(layout);
        }
        return GgufHeader.checked(files.getFirst().toString(), () -> {
            GgufHeader.refuseLacking(fronts);
            long tensors = fronts.stream().mapToLong(GgufReader.Front::tensors).sum();
            if (fronts.getFirst().entries().get("split.tensors.count") instanceof Long said && said != tensors) {
                throw new GgufReader.Malformed("Its parts should have " + said + " tensors and have " + tensors
                        + ": they are not of one model.");
            }
            return new JoinedGguf(pieces(files, layouts, tensors));
        });
    }

    private static List<Piece> pieces(List<Path> files, List<GgufLayout> layouts, long tensors) {
        GgufLayout first = layouts.getFirst();
        List<GgufLayout.Entry> kept = first.entries().stream()
                .filter(entry -> !entry.key().startsWith(SPLIT))
                .toList();
        List<Piece> pieces = new ArrayList<>();
        pieces.add(Piece.of(head(first.version(), tensors, kept.size())));
        kept.forEach(entry -> pieces.add(Piece.of(files.getFirst(), entry.begin(), entry.end())));
        List<Piece> weights = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            GgufLayout layout = layouts.get(i);
            for (GgufLayout.Tensor tensor : layout.tensors()) {
                pieces.add(Piece.of(file, tensor.begin(), tensor.front()));
                pieces.add(Piece.of(little(Long.BYTES).putLong(offset).flip()));
                long begin = layout.weights() + tensor.offset();
                weights.add(Piece.of(file, begin, begin + tensor.bytes()));
                long next = aligned(offset + tensor.bytes(), first.alignment());
                weights.add(Piece.zeros(next - offset - tensor.bytes()));
                offset = next;
            }
        }
        long front = pieces.stream().mapToLong(Piece::bytes).sum();
        pieces.add(Piece.zeros(aligned(front, first.alignment()) - front));
        pieces.addAll(weights);
        return pieces.stream().filter(piece -> piece.bytes > 0).toList();
    }

    private static ByteBuffer head(int version, long tensors, long entries) {
        return little(24)
                .put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(version)
                .putLong(tensors)
                .putLong(entries)
                .flip();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long aligned(long position, long alignment) {
        return Math.multiplyExact(Math.ceilDiv(position, alignment), alignment);
    }

    /// How many it has.
    public long bytes() {
        return bytes;
    }

    /// All of its bytes, read from the parts as they are asked for.
    public InputStream open() {
        return new Joined(pieces);
    }

    /// Reads piece by piece; of the parts one is open at a time.
    private static final class Joined extends InputStream {
        private final List<Piece> pieces;
        private int piece;
        private long done;
        private @Nullable Path open;
        private @Nullable FileChannel channel;

        Joined(List<Piece> pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int most) throws IOException {
            int read = 0;
            while (read < most && piece < pieces.size()) {
                Piece now = pieces.get(piece);
                int count = (int) Math.min(Math.min(most - read, now.bytes - done), MOST_AT_ONCE);
                int came = fill(now, target, from + read, count);
                read += came;
                done += came;
                if (done == now.bytes) {
                    piece++;
                    done = 0;
                }
            }
            return read == 0 && most > 0 ? -1 : read;
        }

        private int fill(Piece now, byte[] target, int from, int count) throws IOException {
            if (now.file != null) {
                int read = channel(now.file).read(ByteBuffer.wrap(target, from, count), now.begin + done);
                if (read < 0) {
                    throw new IOException(now.file + " has become shorter.");
                }
                return read;
            }
            for (int i = 0; i < count; i++) {
                target[from + i] = now.text == null ? 0 : now.text.get((int) done + i);
            }
            return count;
        }

        private FileChannel channel(Path file) throws IOException {
            if (channel == null || !file.equals(open)) {
                close();
                channel = FileChannel.open(file);
                open = file;
            }
            return channel;
        }

        @Override
        public void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }
    }
}

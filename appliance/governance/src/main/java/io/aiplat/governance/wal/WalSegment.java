package io.aiplat.governance.wal;

import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.governance.spend.SpendDimension;
import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Segment of the write-ahead log: a mapped file of a head and records of 64 bytes, each with a checksum.
/// One thread writes at a time; any thread may read below [#end].
///
/// ```
/// 0 checksum of the rest   4 kind    8 sequence   16 key     20 user    24 team   28 label
/// 32 micros                40 at    48 input      52 output  56 cached  60 number of the segment
/// ```
///
/// Of the kind's four bytes the lowest is the kind. The other three are the milliseconds of a GPU that a request has
/// had, as [GpuTime] packs them: they were 0 before aiplat counted those, so older segments say that there were none.
///
/// A record of kind [#LABEL] gives a label its number: 16 its length in bytes, 20 where this part of it
/// begins, 24 to 60 the part.
final class WalSegment implements AutoCloseable {
    /// The size of a record and of the head.
    static final int RECORD = 64;
    /// The kind of a record that names a label.
    static final int LABEL = 100;
    /// How many bytes of a label fit into one record.
    static final int LABEL_PART = 36;

    private static final long MAGIC = 0x4150_4c4a_524e_4c31L;
    private static final int KIND_BITS = 8;
    private static final int KIND = (1 << KIND_BITS) - 1;
    private static final int LABEL_AT = 24;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final Path file;
    private final int number;
    private final Arena arena;
    private final MemorySegment memory;
    private final ByteBuffer bytes;
    private final CRC32C checksum = new CRC32C();
    private volatile int end = RECORD;

    private WalSegment(Path file, int number, Arena arena, MemorySegment memory) {
        this.file = file;
        this.number = number;
        this.arena = arena;
        this.memory = memory;
        this.bytes = memory.asByteBuffer();
    }

    /// Makes a file whose every byte has a place on the disk, so that writing to it later cannot fail for
    /// want of one.
    ///
    /// @param store the number of the store it belongs to
    static WalSegment create(Path folder, long store, int number, int size) throws IOException {
        Path file = folder.resolve("%08d.journal".formatted(number));
        Path draft = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(size, 1 << 20));
            for (int written = 0; written < size; ) {
                written += channel.write(zeros.clear().limit(Math.min(zeros.capacity(), size - written)));
            }
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        WalSegment segment = map(file, number);
        segment.memory.set(LONG, 0, MAGIC);
        segment.memory.set(LONG, 8, store);
        segment.memory.set(INT, 16, number);
        return segment;
    }

    /// Opens one that an earlier process left.
    ///
    /// @return null if it was made and never used
    /// @throws ApplianceException GOVERNANCE_JOURNAL_FOREIGN, GOVERNANCE_JOURNAL_DAMAGED
    static @Nullable WalSegment open(Path folder, Path file, long store, int number) throws IOException {
        if (Files.size(file) < 2 * RECORD || Files.size(file) % RECORD != 0) {
            throw new ApplianceException(GovernanceProblems.journalDamaged(folder, file + " was cut short"));
        }
        WalSegment segment = map(file, number);
        if (segment.memory.get(LONG, 0) == 0 && segment.isBlank(0)) {
            segment.close();
            return null;
        }
        boolean ours = segment.memory.get(LONG, 0) == MAGIC
                && segment.memory.get(LONG, 8) == store
                && segment.memory.get(INT, 16) == number;
        if (!ours) {
            segment.close();
            throw new ApplianceException(GovernanceProblems.journalForeign(folder, file + " belongs to another store"));
        }
        segment.end = (int) segment.memory.byteSize();
        return segment;
    }

    private static WalSegment map(Path file, int number) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new WalSegment(
                    file, number, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena));
        }
    }

    Path file() {
        return file;
    }

    int number() {
        return number;
    }

    /// Where the next record goes; everything before it is written.
    int end() {
        return end;
    }

    boolean hasRoomFor(int records) {
        return end + records * RECORD <= memory.byteSize();
    }

    void write(LedgerEntry entry, int label) {
        int at = end;
        memory.set(INT, at + 16, entry.key());
        memory.set(INT, at + 20, entry.user());
        memory.set(INT, at + 24, entry.team());
        memory.set(INT, at + 28, label);
        memory.set(LONG, at + 32, entry.micros());
        memory.set(LONG, at + 40, entry.at());
        memory.set(INT, at + 48, entry.input());
        memory.set(INT, at + 52, entry.output());
        memory.set(INT, at + 56, entry.cached());
        finish(at, entry.kind().code() | GpuTime.packed(entry.gpu()) << KIND_BITS, entry.sequence());
    }

    /// Writes a part of a label.
    void writeLabel(int label, byte[] text, int from) {
        int at = end;
        memory.set(INT, at + 16, text.length);
        memory.set(INT, at + 20, from);
        int part = Math.min(LABEL_PART, text.length - from);
        MemorySegment.copy(text, from, memory, ValueLayout.JAVA_BYTE, at + LABEL_AT, part);
        finish(at, LABEL, label);
    }

    private void finish(int at, int kind, long sequence) {
        memory.set(INT, at + 4, kind);
        memory.set(LONG, at + 8, sequence);
        memory.set(INT, at + 60, number);
        memory.set(INT, at, sumOf(at, checksum));
        end = at + RECORD;
    }

    private int sumOf(int at, CRC32C sum) {
        sum.reset();
        sum.update(bytes.clear().limit(at + RECORD).position(at + 4));
        return (int) sum.getValue();
    }

    /// Whether the record is whole and of this segment. For a reader that is alone with the segment.
    boolean isWhole(int at) {
        return memory.get(INT, at) == sumOf(at, checksum) && memory.get(INT, at + 60) == number && kind(at) != 0;
    }

    /// Clears everything behind the last record that is whole: in a copy that was made while the log was written, a
    /// later record may be there without an earlier one. For who is alone with the segment.
    void clearBehindWhole() {
        int at = RECORD;
        while (at < memory.byteSize() && isWhole(at)) {
            at += RECORD;
        }
        memory.asSlice(at).fill((byte) 0);
        memory.force();
    }

    /// Whether nothing is written from here to the end of the file.
    boolean isBlank(int from) {
        for (long at = from; at < memory.byteSize(); at += Long.BYTES) {
            if (memory.get(LONG, at) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether nothing is written in this record.
    boolean isEmpty(int at) {
        for (int i = 0; i < RECORD; i += Long.BYTES) {
            if (memory.get(LONG, at + i) != 0) {
                return false;
            }
        }
        return true;
    }

    int kind(int at) {
        return memory.get(INT, at + 4) & KIND;
    }

    int labelOf(int at) {
        return memory.get(INT, at + 28);
    }

    LedgerEntry entry(int at, SpendDimension label) {
        return new LedgerEntry(
                LedgerEntry.Kind.of(kind(at)),
                memory.get(LONG, at + 8),
                memory.get(INT, at + 16),
                memory.get(INT, at + 20),
                memory.get(INT, at + 24),
                label,
                memory.get(LONG, at + 32),
                memory.get(LONG, at + 40),
                memory.get(INT, at + 48),
                memory.get(INT, at + 52),
                memory.get(INT, at + 56),
                GpuTime.unpacked(memory.get(INT, at + 4) >>> KIND_BITS));
    }

    /// The number of the label that a record of kind [#LABEL] has a part of.
    int labelNumber(int at) {
        return (int) memory.get(LONG, at + 8);
    }

    /// How long the whole of that label is, in bytes.
    int labelLength(int at) {
        return memory.get(INT, at + 16);
    }

    /// The part.
    byte[] labelPart(int at) {
        byte[] part = new byte[Math.min(LABEL_PART, labelLength(at) - memory.get(INT, at + 20))];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + LABEL_AT, part, 0, part.length);
        return part;
    }

    /// Hands what was written to the disk. Waits for it.
    void force() {
        memory.asSlice(0, end).force();
    }

    @Override
    public void close() {
        arena.close();
    }
}

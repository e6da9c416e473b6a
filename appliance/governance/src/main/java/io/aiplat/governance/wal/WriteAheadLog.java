package io.aiplat.governance.wal;

import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.governance.spend.SpendDimension;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.governance.store.WalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Write-ahead log: reservations and settlements are written to mapped files before anything is done. The memory is
/// mapped from files, and so survives the death of the process (not that of the machine's power). An entry costs a
/// store of 64 bytes; writers take turns, and a turn is some tens of nanoseconds.
public final class WriteAheadLog implements AutoCloseable {
    /// For records whose label cannot be told; does not happen in a journal that is whole.
    static final SpendDimension NO_LABEL = new SpendDimension("(unknown)", List.of());

    // What clients send must not make a structure of ours grow without end.
    private static final int MOST_LABELS = 4096;

    private final Path folder;
    private final long store;
    private final int segmentSize;
    private final AtomicLong sequence = new AtomicLong();
    // Guards what is written.
    private final ReentrantLock turn = new ReentrantLock();
    // Guards the next file; taken after the turn.
    private final ReentrantLock making = new ReentrantLock();
    private final Map<SpendDimension, Integer> labels = new HashMap<>();
    private final Deque<WalSegment> segments = new ArrayDeque<>();
    private @Nullable WalSegment current;
    private @Nullable WalSegment spare;
    private int lastNumber;
    private boolean closed;

    /// Begins a journal after what was there before.
    ///
    /// @param folder      is there
    /// @param store       the number of the store that its entries go to
    /// @param last        the highest number of a segment so far
    /// @param segmentSize of a file, in bytes: a multiple of 64, and 64 KiB or more
    public WriteAheadLog(Path folder, long store, int last, int segmentSize) {
        this.folder = folder;
        this.store = store;
        this.lastNumber = last;
        this.segmentSize = segmentSize;
    }

    /// The folder of its segments.
    public Path folder() {
        return folder;
    }

    /// A reservation's number, which no other one of this journal gets.
    public long nextSequence() {
        return sequence.incrementAndGet();
    }

    long lastSequence() {
        return sequence.get();
    }

    /// Writes an entry. When this returns the entry survives the process.
    ///
    /// @throws WalException if there is no room for it and none can be made
    public void append(LedgerEntry entry) throws WalException {
        turn.lock();
        try {
            // May begin a segment, and in a new one no label has a number yet.
            room(1);
            Integer known = labels.get(entry.label());
            int label = known == null ? name(entry.label()) : known;
            room(1).write(entry, label);
        } catch (InternalError e) {
            // What the JVM throws when the system cannot give the memory a place: the file was cut, the disk died.
            throw new WalException("a store into the journal's memory failed", e);
        } finally {
            turn.unlock();
        }
    }

    private int name(SpendDimension label) throws WalException {
        SpendDimension named = labels.size() < MOST_LABELS ? label : new SpendDimension(label.model(), List.of());
        Integer known = labels.get(named);
        if (known != null) {
            return known;
        }
        byte[] text = (named.model() + "\n" + named.joined()).getBytes(StandardCharsets.UTF_8);
        int records = text.length / WalSegment.LABEL_PART + 1;
        // And one for the entry, so that both are in the same segment.
        WalSegment segment = room(records + 1);
        int number = labels.size() + 1;
        for (int from = 0; from < text.length; from += WalSegment.LABEL_PART) {
            segment.writeLabel(number, text, from);
        }
        labels.put(named, number);
        return number;
    }

    private WalSegment room(int records) throws WalException {
        WalSegment segment = current;
        if (segment != null && segment.hasRoomFor(records)) {
            return segment;
        }
        if (closed) {
            throw new WalException("aiplat is stopping");
        }
        WalSegment next = next();
        labels.clear();
        segments.addLast(next);
        current = next;
        return next;
    }

    // Also waits for a file that is being made, so that files are used in the order of their numbers.
    private WalSegment next() throws WalException {
        making.lock();
        try {
            WalSegment next = spare == null ? create() : spare;
            spare = null;
            return next;
        } finally {
            making.unlock();
        }
    }

    private WalSegment create() throws WalException {
        try {
            WalSegment next = WalSegment.create(folder, store, lastNumber + 1, segmentSize);
            lastNumber++;
            return next;
        } catch (IOException e) {
            throw new WalException(StoreFailures.reason(e), e);
        }
    }

    /// Makes the next file before it is needed, so that no request has to wait for it.
    public void prepare() throws WalException {
        making.lock();
        try {
            if (spare == null) {
                spare = create();
            }
        } finally {
            making.unlock();
        }
    }

    /// The segments that were not given up, oldest first; the last is being written.
    List<WalSegment> segments() {
        turn.lock();
        try {
            return new ArrayList<>(segments);
        } finally {
            turn.unlock();
        }
    }

    /// Gives up the oldest segments, whose entries are all in the store.
    ///
    /// @param number of the oldest to keep
    void dropBefore(int number) throws IOException {
        for (WalSegment segment : segments()) {
            if (segment.number() >= number) {
                return;
            }
            turn.lock();
            try {
                segments.removeFirst();
            } finally {
                turn.unlock();
            }
            segment.close();
            Files.deleteIfExists(segment.file());
        }
    }

    /// Hands what was written to the disk.
    public void force() {
        for (WalSegment segment : segments()) {
            segment.force();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            segments.forEach(WalSegment::close);
            segments.clear();
            current = null;
            closed = true;
            closeSpare();
        } finally {
            turn.unlock();
        }
    }

    private void closeSpare() {
        making.lock();
        try {
            if (spare != null) {
                spare.close();
                spare = null;
            }
        } finally {
            making.unlock();
        }
    }
}

package io.aiplat.governance;

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

/// Where reservations and settlements are written before anything is done: memory that is mapped from files,
/// and so survives the death of the process (not that of the machine's power). An entry costs a store of 64
/// bytes; writers take turns, and a turn is some tens of nanoseconds.
final class Journal implements AutoCloseable {
    /// For records whose label cannot be told; does not happen in a journal that is whole.
    static final Label NO_LABEL = new Label("(unknown)", List.of());

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
    private final Map<Label, Integer> labels = new HashMap<>();
    private final Deque<Segment> segments = new ArrayDeque<>();
    private @Nullable Segment current;
    private @Nullable Segment spare;
    private int lastNumber;
    private boolean closed;

    /// Begins a journal after what was there before.
    ///
    /// @param folder      is there
    /// @param store       the number of the store that its entries go to
    /// @param last        the highest number of a segment so far
    /// @param segmentSize of a file, in bytes: a multiple of 64, and 64 KiB or more
    Journal(Path folder, long store, int last, int segmentSize) {
        this.folder = folder;
        this.store = store;
        this.lastNumber = last;
        this.segmentSize = segmentSize;
    }

    Path folder() {
        return folder;
    }

    long nextSequence() {
        return sequence.incrementAndGet();
    }

    long lastSequence() {
        return sequence.get();
    }

    /// Writes an entry. When this returns the entry survives the process.
    ///
    /// @throws JournalException if there is no room for it and none can be made
    void append(Entry entry) throws JournalException {
        turn.lock();
        try {
            // May begin a segment, and in a new one no label has a number yet.
            room(1);
            Integer known = labels.get(entry.label());
            int label = known == null ? name(entry.label()) : known;
            room(1).write(entry, label);
        } catch (InternalError e) {
            // What the JVM throws when the system cannot give the memory a place: the file was cut, the disk died.
            throw new JournalException("a store into the journal's memory failed", e);
        } finally {
            turn.unlock();
        }
    }

    private int name(Label label) throws JournalException {
        Label named = labels.size() < MOST_LABELS ? label : new Label(label.model(), List.of());
        Integer known = labels.get(named);
        if (known != null) {
            return known;
        }
        byte[] text = (named.model() + "\n" + named.joined()).getBytes(StandardCharsets.UTF_8);
        int records = text.length / Segment.LABEL_PART + 1;
        // And one for the entry, so that both are in the same segment.
        Segment segment = room(records + 1);
        int number = labels.size() + 1;
        for (int from = 0; from < text.length; from += Segment.LABEL_PART) {
            segment.writeLabel(number, text, from);
        }
        labels.put(named, number);
        return number;
    }

    private Segment room(int records) throws JournalException {
        Segment segment = current;
        if (segment != null && segment.hasRoomFor(records)) {
            return segment;
        }
        if (closed) {
            throw new JournalException("aiplat is stopping");
        }
        Segment next = next();
        labels.clear();
        segments.addLast(next);
        current = next;
        return next;
    }

    // Also waits for a file that is being made, so that files are used in the order of their numbers.
    private Segment next() throws JournalException {
        making.lock();
        try {
            Segment next = spare == null ? create() : spare;
            spare = null;
            return next;
        } finally {
            making.unlock();
        }
    }

    private Segment create() throws JournalException {
        try {
            Segment next = Segment.create(folder, store, lastNumber + 1, segmentSize);
            lastNumber++;
            return next;
        } catch (IOException e) {
            throw new JournalException(StoreFailures.reason(e), e);
        }
    }

    /// Makes the next file before it is needed, so that no request has to wait for it.
    void prepare() throws JournalException {
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
    List<Segment> segments() {
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
        for (Segment segment : segments()) {
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
    void force() {
        for (Segment segment : segments()) {
            segment.force();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            segments.forEach(Segment::close);
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

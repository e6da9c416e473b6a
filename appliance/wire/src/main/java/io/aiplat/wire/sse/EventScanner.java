package io.aiplat.wire.sse;

import io.aiplat.wire.MemoryAccount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Incremental parser of server-sent events in bytes as they arrive, however they are cut.
///
/// For each piece call [#offer] and then [#next()] until it says false. What belongs to an event that is not
/// complete is kept here; an event that lies whole in one piece is not copied. All raw ranges, one after the
/// other and with [#rest()] at the end, are exactly the bytes that were offered.
///
/// Line ends are CR, LF or both; a byte order mark at the beginning, comments and unknown fields are passed
/// over. A block of lines without data is given out as well, since somebody may want to forward it.
public final class EventScanner {
    private static final byte[] NONE = {};

    /// An event of so much is nothing that anybody counts.
    private static final int SMALL = 32 * 1024;

    /// The array that an event is kept in, the one before it while it grows, and one of twice its size in which
    /// lines of data are joined.
    private static final int COPIES = 4;

    private final int most;
    private final MemoryAccount memory;
    private int counted = SMALL;
    private byte[] piece = NONE;
    private int at;
    private int end;
    private int blockBegin;
    private byte[] kept = NONE;
    private int keptLength;
    private boolean lineIsEmpty = true;
    private boolean afterCr;
    private boolean first = true;
    private byte[] raw = NONE;
    private int rawBegin;
    private int rawEnd;
    private final EventFields fields = new EventFields();

    /// Begins before the first event.
    ///
    /// @param most bytes of an event that may be kept while it is not complete
    public EventScanner(int most) {
        this(most, MemoryAccount.UNCOUNTED);
    }

    /// Begins before the first event.
    ///
    /// @param most   bytes of an event that may be kept while it is not complete
    /// @param memory what a large event takes is taken from here, and kept for the next
    public EventScanner(int most, MemoryAccount memory) {
        this.most = most;
        this.memory = memory;
    }

    /// Gives it the next bytes. They are read until the next call, so they must not change until then.
    ///
    /// @throws IllegalStateException if [#next()] was not called until it said false
    public void offer(byte[] bytes, int offset, int length) {
        if (at < end) {
            throw new IllegalStateException("the piece before it was not read to its end");
        }
        piece = bytes;
        at = offset;
        end = offset + length;
        blockBegin = offset;
    }

    /// Goes on to the next event.
    ///
    /// @return false if more bytes are needed
    /// @throws EventTooLarge if the event is not complete and too large to be kept, or there is no memory for
    ///     it now
    public boolean next() throws EventTooLarge {
        if (!findBlankLine()) {
            keep(end);
            blockBegin = end;
            return false;
        }
        if (keptLength == 0) {
            raw = piece;
            rawBegin = blockBegin;
            rawEnd = at;
        } else {
            keep(at);
            raw = kept;
            rawBegin = 0;
            rawEnd = keptLength;
            keptLength = 0;
        }
        blockBegin = at;
        fields.read(raw, rawBegin, rawEnd, first);
        first = false;
        return true;
    }

    /// Whether the event has data, and so would be seen by a client.
    public boolean hasData() {
        return fields.hasData();
    }

    /// The array that holds the data, between [#dataBegin()] and [#dataEnd()]; until the next call.
    public byte[] data() {
        return fields.data();
    }

    /// Where the data begins.
    public int dataBegin() {
        return fields.dataBegin();
    }

    /// Where the data ends, exclusive.
    public int dataEnd() {
        return fields.dataEnd();
    }

    /// Whether the data is this text of ASCII, `[DONE]` for instance.
    public boolean dataIs(String text) {
        int length = dataEnd() - dataBegin();
        if (length != text.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (data()[dataBegin() + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The name of the event; null if it has none, which clients call `message`.
    public @Nullable String name() {
        return fields.event();
    }

    /// The event's `id`; null if it has none.
    public @Nullable String id() {
        return fields.id();
    }

    /// The event's `retry`, as written; null if it has none.
    public @Nullable String retry() {
        return fields.retry();
    }

    /// The array that holds the event as it came, between [#rawBegin()] and [#rawEnd()]; until the next call.
    public byte[] raw() {
        return raw;
    }

    /// Where the event begins, with the comments before it.
    public int rawBegin() {
        return rawBegin;
    }

    /// Where the event ends, after its empty line. Of a CR and an LF there the LF may come with the next one.
    public int rawEnd() {
        return rawEnd;
    }

    /// What came of an event that is not complete. Clients drop it when the stream ends there.
    public byte[] rest() {
        return Arrays.copyOf(kept, keptLength);
    }

    /// Whether a stream that ends now ends within an event.
    public boolean isWithinEvent() {
        return keptLength > 1 || (keptLength == 1 && kept[0] != '\n');
    }

    private boolean findBlankLine() {
        while (at < end) {
            byte character = piece[at++];
            boolean second = afterCr && character == '\n';
            afterCr = character == '\r';
            if (second) {
                continue;
            }
            if (character != '\n' && character != '\r') {
                lineIsEmpty = false;
            } else if (!lineIsEmpty) {
                lineIsEmpty = true;
            } else {
                if (afterCr && at < end && piece[at] == '\n') {
                    at++;
                    afterCr = false;
                }
                return true;
            }
        }
        return false;
    }

    private void keep(int until) throws EventTooLarge {
        int more = until - blockBegin;
        if (keptLength + more > most) {
            throw EventTooLarge.than(most);
        }
        if (keptLength + more > counted) {
            count(Math.min(most, Math.max(keptLength + more, counted * 2)));
        }
        // Events given out of what was kept may still be looked at, so the array begins anew with each.
        if (keptLength == 0 && more > 0) {
            kept = new byte[Math.max(more, Math.min(most, 256))];
        } else if (keptLength + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(most, Math.max(keptLength + more, kept.length * 2)));
        }
        System.arraycopy(piece, blockBegin, kept, keptLength, more);
        keptLength += more;
    }

    private void count(int upTo) throws EventTooLarge {
        if (!memory.tryAcquire((long) COPIES * (upTo - counted))) {
            throw EventTooLarge.forNow(upTo);
        }
        counted = upTo;
    }

    /// For tests and logs: the data as text.
    @Override
    public String toString() {
        return new String(data(), dataBegin(), dataEnd() - dataBegin(), StandardCharsets.UTF_8);
    }
}

package io.aiplat.gateway.cache;

import io.aiplat.gateway.responder.ResponseSink;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.WriteBuffer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cache recorder: hands a response on and stores it.
final class CacheRecorder implements ResponseSink {
    private static final int FIRST = 4 * 1024;

    /// What is kept while it grows, while it is copied, and as the copy.
    private static final int COPIES = 3;

    private final ResponseSink client;
    private final MemoryAccount memory;
    private long counted;
    private @Nullable WriteBuffer content;
    private boolean stream;
    private boolean ended;

    /// @param memory where there is none for an answer, it is not remembered
    CacheRecorder(ResponseSink client, MemoryAccount memory) {
        this.client = client;
        this.memory = memory;
    }

    /// The answer; null if it has not ended, is none, or is too large to be kept.
    byte @Nullable [] content() {
        WriteBuffer all = content;
        return ended && all != null ? all.copy() : null;
    }

    /// Whether it came in parts.
    boolean isStream() {
        return stream;
    }

    @Override
    public void whole(int status, List<ByteSlice> pieces) throws IOException {
        client.whole(status, pieces);
        if (status == 200) {
            content = new WriteBuffer(FIRST);
            for (ByteSlice piece : pieces) {
                remember(piece.bytes(), piece.offset(), piece.length());
            }
            ended = true;
        }
    }

    @Override
    public void begin(int status) throws IOException {
        client.begin(status);
        content = status == 200 ? new WriteBuffer(FIRST) : null;
        stream = true;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        client.write(from, offset, length);
        remember(from, offset, length);
    }

    @Override
    public void end() throws IOException {
        client.end();
        ended = true;
    }

    private void remember(byte[] from, int offset, int length) {
        WriteBuffer all = content;
        if (all == null) {
            return;
        }
        long next = all.length() + (long) length;
        if (next > ResponseCache.LARGEST || !counts(COPIES * next)) {
            content = null;
        } else {
            all.put(from, offset, length);
        }
    }

    private boolean counts(long bytes) {
        if (bytes <= counted) {
            return true;
        }
        long more = Math.max(bytes - counted, Math.max(FIRST, counted));
        boolean taken = memory.tryAcquire(more);
        counted += taken ? more : 0;
        return taken;
    }
}

package io.aiplat.wire.json;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.WriteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Slice list: bytes that are put together without copying the long ranges among them.
final class SliceList {
    /// Shorter ranges cost less to copy than to write on their own.
    private static final int SHARED = 4 * 1024;

    private final List<ByteSlice> done = new ArrayList<>(4);
    private WriteBuffer coming;

    /// Begins empty.
    ///
    /// @param likely how many bytes there will be
    SliceList(int likely) {
        coming = new WriteBuffer(Math.min(likely, SHARED));
    }

    /// Takes the short pieces that come next.
    WriteBuffer coming() {
        return coming;
    }

    /// Appends a range.
    void put(byte[] from, int offset, int length) {
        if (length < SHARED) {
            coming.put(from, offset, length);
        } else {
            close();
            done.add(new ByteSlice(from, offset, length));
        }
    }

    /// Everything, in order.
    List<ByteSlice> segments() {
        close();
        return List.copyOf(done);
    }

    private void close() {
        if (coming.length() > 0) {
            done.add(new ByteSlice(coming.array(), 0, coming.length()));
            coming = new WriteBuffer(SHARED / 4);
        }
    }
}

package io.aiplat.gateway.guard;

import io.aiplat.wire.WriteBuffer;

/// Bytes with some ranges replaced and all others as they were.
final class Patch {
    private final byte[] from;
    private final int end;
    private final WriteBuffer out;
    private int at;
    private boolean changed;

    Patch(byte[] from, int begin, int end) {
        this.from = from;
        this.end = end;
        this.at = begin;
        this.out = new WriteBuffer(end - begin + 64);
    }

    /// Replaces a range that lies behind those before.
    void replace(int begin, int rangeEnd, byte[] by) {
        changed = true;
        out.put(from, at, begin - at).put(by);
        at = rangeEnd;
    }

    /// Whether anything was replaced.
    boolean isChanged() {
        return changed;
    }

    /// All of it. Nothing can be replaced after that.
    byte[] bytes() {
        out.put(from, at, end - at);
        at = end;
        return out.copy();
    }
}

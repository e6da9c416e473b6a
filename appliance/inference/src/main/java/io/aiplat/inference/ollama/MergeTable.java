package io.aiplat.inference.ollama;

/// Numbers by text, for a few hundred thousand texts that are not kept themselves: a 64-bit hash stands for
/// each, which takes a tenth of the memory of a map. Two of so many have the same hash once in a hundred
/// million models.
final class MergeTable {
    private static final double FULL = 0.6;

    private long[] hashes = new long[1 << 12];
    private float[] values = new float[1 << 12];
    private int size;

    /// Keeps a number; the first of a text holds.
    void put(CharSequence text, float value) {
        if (size >= hashes.length * FULL) {
            grow();
        }
        long hash = hash(text, 0, text.length());
        int at = place(hash);
        if (hashes[at] == 0) {
            hashes[at] = hash;
            values[at] = value;
            size++;
        }
    }

    /// The number of a stretch of a text, or NaN where there is none.
    float value(CharSequence text, int from, int to) {
        int at = place(hash(text, from, to));
        return hashes[at] == 0 ? Float.NaN : values[at];
    }

    /// How many there are.
    int size() {
        return size;
    }

    private void grow() {
        long[] oldHashes = hashes;
        float[] oldValues = values;
        hashes = new long[oldHashes.length * 2];
        values = new float[oldHashes.length * 2];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0) {
                int at = place(oldHashes[i]);
                hashes[at] = oldHashes[i];
                values[at] = oldValues[i];
            }
        }
    }

    private int place(long hash) {
        int mask = hashes.length - 1;
        int at = (int) (hash ^ (hash >>> 32)) & mask;
        while (hashes[at] != 0 && hashes[at] != hash) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /// FNV-1a over the characters, stirred once more; never 0, which marks an empty place.
    private static long hash(CharSequence text, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 31)) * 0xbf58476d1ce4e5b9L;
        return hash == 0 ? 1 : hash;
    }
}

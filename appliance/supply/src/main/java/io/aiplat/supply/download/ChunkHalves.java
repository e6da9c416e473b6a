package io.aiplat.supply.download;

/// Halves of the chunks that a blob is fetched in, numbered from 0: a chunk has one of an even number and the one
/// behind it. One half is made durable while the other is being fetched.
///
/// @param bytes     of the blob
/// @param halfBytes of each but the last
record ChunkHalves(long bytes, long halfBytes) {
    int count() {
        return Math.toIntExact((bytes + halfBytes - 1) / halfBytes);
    }

    long begin(int half) {
        return half * halfBytes;
    }

    long end(int half) {
        return Math.min(bytes, begin(half) + halfBytes);
    }
}

package io.aiplat.supply.download;

/// Chunks that a blob is fetched in, numbered from 0.
///
/// @param bytes      of the blob
/// @param chunkBytes of each but the last
record Chunks(long bytes, long chunkBytes) {
    int count() {
        return Math.toIntExact((bytes + chunkBytes - 1) / chunkBytes);
    }

    long begin(int chunk) {
        return chunk * chunkBytes;
    }

    long end(int chunk) {
        return Math.min(bytes, begin(chunk) + chunkBytes);
    }
}

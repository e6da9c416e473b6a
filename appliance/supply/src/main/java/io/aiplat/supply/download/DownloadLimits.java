package io.aiplat.supply.download;

import java.time.Duration;

/// Limits of downloads.
///
/// @param connections    to one source at once, at least 1
/// @param chunkBytes     what one connection fetches at a time and what is lost of it at most when the process is
///                       killed; less for what is small
/// @param fruitlessTries connections in a row that bring nothing before a download is given up, at least 1
/// @param pause          before the second of these; each further one waits twice as long, up to [#LONGEST_PAUSE]
/// @param stall          a connection that brings nothing for as long is closed and made anew
public record DownloadLimits(int connections, long chunkBytes, int fruitlessTries, Duration pause, Duration stall) {
    /// What suits a network of any kind: a source that is away for two minutes does not end a download.
    public static final DownloadLimits USUAL =
            new DownloadLimits(4, 16L << 20, 8, Duration.ofMillis(500), Duration.ofSeconds(60));

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// What is smaller is not worth a request of its own.
    private static final long SMALLEST_CHUNK = 1L << 20;

    /// So many chunks for each connection keep all of them busy to the end.
    private static final int CHUNKS_EACH = 4;

    public DownloadLimits {
        if (connections < 1 || chunkBytes < 1 || fruitlessTries < 1) {
            throw new IllegalArgumentException("nothing can be fetched with " + connections + " connections, chunks of "
                    + chunkBytes + " bytes and " + fruitlessTries + " tries");
        }
    }

    /// How much of something to make durable at a time: half of what is fetched at a time.
    ///
    /// @param bytes of all of it
    long halfBytes(long bytes) {
        long even = bytes / ((long) connections * CHUNKS_EACH);
        return (Math.min(chunkBytes, Math.max(SMALLEST_CHUNK, even)) + 1) / 2;
    }

    /// How long to wait before the next try.
    ///
    /// @param fruitless tries that brought nothing, at least 1
    Duration pauseAfter(int fruitless) {
        Duration wanted = pause.multipliedBy(1L << Math.min(fruitless - 1, 16));
        return wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    }
}

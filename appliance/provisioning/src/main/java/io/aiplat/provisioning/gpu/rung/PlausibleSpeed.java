package io.aiplat.provisioning.gpu.rung;

/// Plausible speed: the least that any GPU with so much memory would write.
///
/// For each token the weights are read once, so a token takes their bytes divided by the bandwidth of the memory, and
/// some time that does not depend on them. Bandwidths are those of data sheets, of the slowest card of its size, and
/// halved, for nobody reaches all of it: why these, docs/decisions/gpu-ladder.md. Models of which only a part is read
/// for
/// a token (mixtures of experts) are faster than this, never slower.
final class PlausibleSpeed {
    private static final long LARGE = 8L << 30;

    /// Tesla M10, which has 83 GB/s for each of its four.
    private static final double BANDWIDTH_LARGE = 80e9 / 2;

    /// GeForce 940M with DDR3.
    private static final double BANDWIDTH_SMALL = 14e9 / 2;

    /// Starting some hundred kernels for a token, on a slow processor.
    private static final double OVERHEAD_SECONDS = 0.020;

    private PlausibleSpeed() {}

    /// Tokens in a second.
    ///
    /// @param bytes that the model takes in memory, its context included
    /// @param card  bytes of memory of the smallest GPU; 0 where that is not known
    static double least(long bytes, long card) {
        return 1 / (bytes / (card >= LARGE ? BANDWIDTH_LARGE : BANDWIDTH_SMALL) + OVERHEAD_SECONDS);
    }
}

package io.aiplat.governance.wal;

/// GPU time in 24 bits, which is what a record has room for: 20 bits of a number and 4 of how far it is shifted. To 17
/// minutes it is exact to the millisecond, and beyond to a millionth.
final class GpuTime {
    private static final int NUMBER_BITS = 20;
    private static final int NUMBER = (1 << NUMBER_BITS) - 1;

    private GpuTime() {}

    /// Packs it.
    ///
    /// @param millis 0 or more
    static int packed(int millis) {
        int shift = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(millis) - NUMBER_BITS);
        return shift << NUMBER_BITS | millis >>> shift;
    }

    /// Unpacks it.
    static int unpacked(int bits) {
        return (bits & NUMBER) << (bits >>> NUMBER_BITS);
    }
}

package io.aiplat.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// SWAR (SIMD within a register): eight bytes of an array looked at as one number.
/// Eight bytes of an array looked at as one number, for loops over long texts in which little is of interest.
///
/// Each test gives a mask with the highest bit of a lane set where the test holds. Lanes above the first for which it
/// holds may be set wrongly, so only [#first(long)] is to be read from a mask. After *Hacker's Delight*, chapter 6-1.
public final class SwarWord {
    /// How many bytes are looked at together.
    public static final int COUNT = 8;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private SwarWord() {}

    /// The bytes from an index on; the first of them is the lowest lane.
    ///
    /// @param index [#COUNT] bytes before the end of the array at most
    public static long at(byte[] bytes, int index) {
        return (long) EIGHT.get(bytes, index);
    }

    /// A byte in every lane.
    public static long all(int value) {
        return ONES * (value & 0xFF);
    }

    /// Where a lane is zero.
    public static long zero(long lanes) {
        return (lanes - ONES) & ~lanes & HIGH_BITS;
    }

    /// Where a lane is below a limit.
    ///
    /// @param limit the limit in every lane, at most 128
    public static long below(long lanes, long limit) {
        return (lanes - limit) & ~lanes & HIGH_BITS;
    }

    /// Where a lane is no ASCII character.
    public static long beyondAscii(long lanes) {
        return lanes & HIGH_BITS;
    }

    /// The lowest lane for which a test holds.
    ///
    /// @param mask not 0
    /// @return 0 to 7
    public static int first(long mask) {
        return Long.numberOfTrailingZeros(mask) >>> 3;
    }
}

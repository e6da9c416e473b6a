package io.aiplat.wire.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/// A bit stream that is read from its end to its beginning, as Zstandard's entropy coders write it
/// (RFC 8878, section 4.1.2). Beyond its beginning there are zeros.
final class BackwardBits {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int begin;
    private long left;

    /// @param begin of its bytes
    /// @param end   behind them; the last of them has the bit that marks the end
    BackwardBits(byte[] bytes, int begin, int end) throws ZipException {
        if (end <= begin || bytes[end - 1] == 0) {
            throw new ZipException("a bit stream without its end");
        }
        this.bytes = bytes;
        this.begin = begin;
        int mark = 31 - Integer.numberOfLeadingZeros(bytes[end - 1] & 0xFF);
        this.left = (end - 1 - begin) * 8L + mark;
    }

    /// The next bits without taking them.
    ///
    /// @param count 0 to 32
    int peek(int count) {
        long from = left - count;
        if (count == 0 || left <= 0) {
            return 0;
        }
        long wanted = from >= 0 ? word(from) : word(0) << -from;
        return (int) (wanted & ((1L << count) - 1));
    }

    /// 32 bits at least, from a place on.
    private long word(long bit) {
        int at = begin + (int) (bit >>> 3);
        long word = 0;
        if (at + Long.BYTES <= bytes.length) {
            word = (long) LONGS.get(bytes, at);
        } else {
            for (int i = 0; at + i < bytes.length; i++) {
                word |= (bytes[at + i] & 0xFFL) << (8 * i);
            }
        }
        return word >>> (bit & 7);
    }

    void skip(int count) {
        left -= count;
    }

    int read(int count) {
        int value = peek(count);
        left -= count;
        return value;
    }

    /// Bits that have not been read; below 0 if more were read than there are.
    long left() {
        return left;
    }
}

package io.aiplat.quality.series;

import java.util.Arrays;

/// Writes bits one behind the other, the highest of a byte first.
final class BitWriter {
    private byte[] bytes = new byte[32];
    private int bits;

    /// @param count of bits, 1 to 64
    void write(long value, int count) {
        if ((bits + count + 7) / 8 > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int left = count;
        while (left > 0) {
            int room = 8 - (bits & 7);
            int taken = Math.min(room, left);
            long part = value >>> (left - taken) & (1L << taken) - 1;
            bytes[bits >>> 3] |= (byte) (part << (room - taken));
            bits += taken;
            left -= taken;
        }
    }

    /// A copy of what was written; the last byte is filled up with zeros.
    byte[] toBytes() {
        return Arrays.copyOf(bytes, (bits + 7) / 8);
    }

    int size() {
        return (bits + 7) / 8;
    }
}

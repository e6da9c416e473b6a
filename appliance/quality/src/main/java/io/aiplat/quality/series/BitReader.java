package io.aiplat.quality.series;

/// Reads bits one behind the other, the highest of a byte first.
final class BitReader {
    private final byte[] bytes;
    private int at;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param count of bits, 1 to 64
    /// @throws ArrayIndexOutOfBoundsException if there are not so many
    long read(int count) {
        long value = 0;
        int left = count;
        while (left > 0) {
            int room = 8 - (at & 7);
            int taken = Math.min(room, left);
            int part = bytes[at >>> 3] >>> (room - taken) & (1 << taken) - 1;
            value = value << taken | part;
            at += taken;
            left -= taken;
        }
        return value;
    }

    /// How many ones there are before a zero, which is read too.
    ///
    /// @param most after which no zero follows
    int ones(int most) {
        int found = 0;
        while (found < most && read(1) == 1) {
            found++;
        }
        return found;
    }
}

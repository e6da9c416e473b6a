package io.aiplat.quality.series;

/// Samples of one series, compressed as in [Gorilla](https://www.vldb.org/pvldb/vol8/p1816-teller.pdf) (sections 4.1.1
/// and 4.1.2), with milliseconds for its seconds: of a time the difference to the one that was expected, of a value the
/// bits that have changed. A sample of a series that does not change takes 2 bits.
final class SampleChunk {
    /// Bits of the differences of times that are written behind one, two, … ones.
    private static final int[] WIDTHS = {14, 17, 20, 64};

    private static final int LEADING = 5;
    private static final int LENGTH = 6;

    private final BitWriter bits = new BitWriter();
    private int count;
    private long first;
    private long time;
    private long distance;
    private long value;
    private int leading = -1;
    private int trailing;

    /// Takes samples in the order of time.
    @FunctionalInterface
    interface Reader {
        void sample(long time, double value);
    }

    void add(long nextTime, double next) {
        long nextValue = Double.doubleToRawLongBits(next);
        if (count == 0) {
            first = nextTime;
            bits.write(nextTime, 64);
            bits.write(nextValue, 64);
        } else {
            long nextDistance = nextTime - time;
            writeTime(nextDistance - distance);
            distance = nextDistance;
            writeValue(nextValue ^ value);
        }
        time = nextTime;
        value = nextValue;
        count++;
    }

    private void writeTime(long change) {
        if (change == 0) {
            bits.write(0, 1);
            return;
        }
        int group = 0;
        while (group < WIDTHS.length - 1 && change != signed(change, WIDTHS[group])) {
            group++;
        }
        int ones = group + 1;
        bits.write((1L << ones) - 1, ones);
        if (ones < WIDTHS.length) {
            bits.write(0, 1);
        }
        bits.write(change, WIDTHS[group]);
    }

    /// The number that the lowest bits are, of which the first is the sign.
    private static long signed(long value, int width) {
        return (value << (64 - width)) >> (64 - width);
    }

    private void writeValue(long changed) {
        if (changed == 0) {
            bits.write(0, 1);
            return;
        }
        int nowLeading = Math.min(Long.numberOfLeadingZeros(changed), (1 << LEADING) - 1);
        int nowTrailing = Long.numberOfTrailingZeros(changed);
        if (leading >= 0 && nowLeading >= leading && nowTrailing >= trailing) {
            bits.write(0b10, 2);
        } else {
            leading = nowLeading;
            trailing = nowTrailing;
            bits.write(0b11, 2);
            bits.write(leading, LEADING);
            // 64 does not fit, and 0 never happens.
            bits.write(64 - leading - trailing, LENGTH);
        }
        bits.write(changed >>> trailing, 64 - leading - trailing);
    }

    int count() {
        return count;
    }

    /// Of the first sample.
    long first() {
        return first;
    }

    /// Of the last sample.
    long last() {
        return time;
    }

    double lastValue() {
        return Double.longBitsToDouble(value);
    }

    /// Bytes that it takes.
    int size() {
        return bits.size();
    }

    byte[] toBytes() {
        return bits.toBytes();
    }

    /// Reads what [#toBytes] gave.
    ///
    /// @param count of samples
    /// @throws ArrayIndexOutOfBoundsException if it has not so many
    static void read(byte[] bytes, int count, Reader reader) {
        if (count == 0) {
            return;
        }
        BitReader bits = new BitReader(bytes);
        long time = bits.read(64);
        long value = bits.read(64);
        long distance = 0;
        int leading = 0;
        int length = 0;
        reader.sample(time, Double.longBitsToDouble(value));
        for (int i = 1; i < count; i++) {
            int group = bits.ones(WIDTHS.length);
            if (group > 0) {
                int width = WIDTHS[group - 1];
                distance += signed(bits.read(width), width);
            }
            time += distance;
            if (bits.read(1) == 1) {
                if (bits.read(1) == 1) {
                    leading = (int) bits.read(LEADING);
                    length = (int) bits.read(LENGTH);
                    length = length == 0 ? 64 : length;
                }
                value ^= bits.read(length) << (64 - leading - length);
            }
            reader.sample(time, Double.longBitsToDouble(value));
        }
    }
}

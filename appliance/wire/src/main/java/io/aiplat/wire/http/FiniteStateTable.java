package io.aiplat.wire.http;

import java.util.zip.ZipException;

/// A decoding table of finite state entropy, the tANS coder of Zstandard (RFC 8878, section 4.1).
final class FiniteStateTable {
    private final int log;
    private final byte[] symbols;
    private final byte[] bits;
    private final short[] next;

    /// @param log     logarithm of its size
    /// @param symbols of each state
    /// @param bits    that each state takes to find the next
    /// @param next    the least of the states that may follow each
    private FiniteStateTable(int log, byte[] symbols, byte[] bits, short[] next) {
        this.log = log;
        this.symbols = symbols;
        this.bits = bits;
        this.next = next;
    }

    /// Bits of the first state.
    int log() {
        return log;
    }

    /// What a state stands for.
    int symbol(int state) {
        return symbols[state];
    }

    /// A table of one symbol, which takes no bits.
    static FiniteStateTable of(int symbol) {
        return new FiniteStateTable(0, new byte[] {(byte) symbol}, new byte[1], new short[1]);
    }

    /// The table of a distribution.
    ///
    /// @param counts of each symbol, together the size of the table; -1 for less than one
    /// @param used   how many of them there are
    static FiniteStateTable of(int log, short[] counts, int used) throws ZipException {
        int size = 1 << log;
        byte[] symbols = new byte[size];
        int[] states = new int[used];
        int high = size;
        for (int symbol = 0; symbol < used; symbol++) {
            if (counts[symbol] == -1) {
                high--;
                symbols[high] = (byte) symbol;
                states[symbol] = 1;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int at = 0;
        for (int symbol = 0; symbol < used; symbol++) {
            if (counts[symbol] > 0) {
                states[symbol] = counts[symbol];
            }
            for (int i = 0; i < counts[symbol]; i++) {
                symbols[at] = (byte) symbol;
                do {
                    at = (at + step) & (size - 1);
                } while (at >= high);
            }
        }
        if (at != 0) {
            throw new ZipException("a distribution that does not fill its table");
        }
        byte[] bits = new byte[size];
        short[] next = new short[size];
        for (int state = 0; state < size; state++) {
            int symbol = symbols[state];
            int number = states[symbol];
            states[symbol]++;
            bits[state] = (byte) (log - (31 - Integer.numberOfLeadingZeros(number)));
            next[state] = (short) ((number << bits[state]) - size);
        }
        return new FiniteStateTable(log, symbols, bits, next);
    }

    /// The state that follows.
    int after(int state, BackwardBits from) {
        return next[state] + from.read(bits[state]);
    }
}

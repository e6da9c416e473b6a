package io.aiplat.wire.http;

import java.util.zip.ZipException;

/// A decoding table of Zstandard's Huffman codes (RFC 8878, section 4.2).
final class HuffmanTable {
    private static final int MOST_BITS = 11;

    private final int log;
    private final byte[] symbols;
    private final byte[] bits;

    /// @param log     most bits of a code
    /// @param symbols of each value of so many bits
    /// @param bits    that its code has
    private HuffmanTable(int log, byte[] symbols, byte[] bits) {
        this.log = log;
        this.symbols = symbols;
        this.bits = bits;
    }

    /// The table of weights: a weight of w takes 2 to the w-1 of the values, and one of 0 none.
    ///
    /// @param weights of the symbols, without the last, which takes what is left
    /// @param used    how many of them there are
    static HuffmanTable of(int[] weights, int used) throws ZipException {
        int sum = 0;
        for (int i = 0; i < used; i++) {
            if (weights[i] > MOST_BITS) {
                throw new ZipException("a weight that is too large");
            }
            sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
        }
        int log = 32 - Integer.numberOfLeadingZeros(sum);
        int rest = (1 << log) - sum;
        if (sum == 0 || log > MOST_BITS || Integer.bitCount(rest) != 1) {
            throw new ZipException("weights that make no table");
        }
        weights[used] = Integer.numberOfTrailingZeros(rest) + 1;
        byte[] symbols = new byte[1 << log];
        byte[] bits = new byte[1 << log];
        int at = 0;
        for (int weight = 1; weight <= log; weight++) {
            for (int symbol = 0; symbol <= used; symbol++) {
                for (int i = 0; weights[symbol] == weight && i < (1 << (weight - 1)); i++) {
                    symbols[at] = (byte) symbol;
                    bits[at] = (byte) (log + 1 - weight);
                    at++;
                }
            }
        }
        return new HuffmanTable(log, symbols, bits);
    }

    /// Decodes one stream, which has to be used up by it.
    void decode(BackwardBits from, byte[] to, int begin, int end) throws ZipException {
        for (int i = begin; i < end; i++) {
            int value = from.peek(log);
            to[i] = symbols[value];
            from.skip(bits[value]);
        }
        if (from.left() != 0) {
            throw new ZipException("literals of another length");
        }
    }
}

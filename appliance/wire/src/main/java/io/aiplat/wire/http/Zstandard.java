package io.aiplat.wire.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A decoder of Zstandard (RFC 8878): frames one after the other, without dictionaries. What has come out is the
/// window, so it holds nothing but that and the literals of one block.
///
/// The frames' checksums are not looked at: what is read here is JSON, over a connection that has its own.
final class Zstandard {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int LARGEST_BLOCK = 128 * 1024;

    private static final int[] LITERAL_BASE = new int[36];
    private static final int[] LITERAL_BITS = new int[36];
    private static final int[] MATCH_BASE = new int[53];
    private static final int[] MATCH_BITS = new int[53];

    private static final int LITERAL_LOG = 9;
    private static final int OFFSET_LOG = 8;
    private static final int MATCH_LOG = 9;
    private static final int MOST_OFFSET_CODE = 31;

    private static final FiniteStateTable LITERALS;
    private static final FiniteStateTable OFFSETS;
    private static final FiniteStateTable MATCHES;

    static {
        lengths(LITERAL_BASE, LITERAL_BITS, 0, "1111223346789abcdefg");
        lengths(MATCH_BASE, MATCH_BITS, 3, "11112233445789abcdefg");
        try {
            LITERALS = table(6, "43" + "2".repeat(11) + "111" + "2".repeat(9) + "3211111----");
            OFFSETS = table(5, "111111222" + "1".repeat(15) + "-----");
            MATCHES = table(6, "1432222221" + "1".repeat(36) + "-------");
        } catch (ZipException e) {
            throw new IllegalStateException("the tables of the standard", e);
        }
    }

    private final byte[] in;
    private final int end;
    private final DecodedBody out;
    private int at;

    private byte[] literals = {};
    private int literal;
    private int literalEnd;
    private final byte[] decodedLiterals = new byte[LARGEST_BLOCK];
    private @Nullable HuffmanTable huffman;
    private @Nullable FiniteStateTable literalTable;
    private @Nullable FiniteStateTable offsetTable;
    private @Nullable FiniteStateTable matchTable;
    private final int[] offsets = new int[3];
    private int frame;

    Zstandard(byte[] in, int end, DecodedBody out) {
        this.in = in;
        this.end = end;
        this.out = out;
    }

    /// The first code of each length stands for itself; those behind take so many bits each.
    private static void lengths(int[] base, int[] bits, int first, String more) {
        int plain = base.length - more.length();
        for (int i = 0; i < plain; i++) {
            base[i] = first + i;
        }
        int next = first + plain;
        for (int i = plain; i < base.length; i++) {
            bits[i] = Character.digit(more.charAt(i - plain), 17);
            base[i] = next;
            next += 1 << bits[i];
        }
    }

    private static FiniteStateTable table(int log, String counts) throws ZipException {
        short[] all = new short[counts.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) (counts.charAt(i) == '-' ? -1 : counts.charAt(i) - '0');
        }
        return FiniteStateTable.of(log, all, all.length);
    }

    /// Decodes all of it.
    ///
    /// @throws ZipException if it is not Zstandard
    void decode() throws IOException {
        try {
            while (at < end) {
                int magic = word(4);
                if (magic == MAGIC) {
                    frame();
                } else if ((magic & 0xFFFFFFF0) == SKIPPABLE) {
                    skip(word(4));
                } else {
                    throw new ZipException("no frame");
                }
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            ZipException malformed = new ZipException("a place that is not there");
            malformed.initCause(e);
            throw malformed;
        }
    }

    private int word(int bytes) throws ZipException {
        int from = at;
        skip(bytes);
        int word = 0;
        for (int i = 0; i < bytes; i++) {
            word |= (in[from + i] & 0xFF) << (8 * i);
        }
        return word;
    }

    private void skip(int bytes) throws ZipException {
        if (bytes < 0 || bytes > end - at) {
            throw new ZipException("it ends too early");
        }
        at += bytes;
    }

    private void frame() throws IOException {
        int descriptor = word(1);
        boolean single = (descriptor & 0x20) != 0;
        if ((descriptor & 8) != 0) {
            throw new ZipException("a reserved bit");
        }
        skip(single ? 0 : 1);
        int dictionary = descriptor & 3;
        if (word(dictionary == 3 ? 4 : dictionary) != 0) {
            throw new ZipException("a dictionary");
        }
        int sized = descriptor >> 6;
        skip(sized == 0 ? (single ? 1 : 0) : 1 << sized);
        frame = out.length();
        huffman = null;
        literalTable = null;
        offsetTable = null;
        matchTable = null;
        offsets[0] = 1;
        offsets[1] = 4;
        offsets[2] = 8;
        boolean last = false;
        while (!last) {
            int header = word(3);
            last = (header & 1) != 0;
            block((header >> 1) & 3, header >> 3);
        }
        skip((descriptor & 4) == 0 ? 0 : 4);
    }

    private void block(int type, int size) throws IOException {
        if (size > LARGEST_BLOCK) {
            throw new ZipException("a block that is too large");
        }
        int from = at;
        switch (type) {
            case 0 -> {
                skip(size);
                copy(in, from, size);
            }
            case 1 -> {
                skip(1);
                out.room(size);
                Arrays.fill(out.bytes(), out.length(), out.length() + size, in[from]);
                out.wrote(size);
            }
            case 2 -> {
                skip(size);
                at = from;
                compressed(from + size);
                at = from + size;
            }
            default -> throw new ZipException("a block of no type");
        }
    }

    private void copy(byte[] from, int begin, int length) throws IOException {
        out.room(length);
        System.arraycopy(from, begin, out.bytes(), out.length(), length);
        out.wrote(length);
    }

    private void compressed(int blockEnd) throws IOException {
        literals(blockEnd);
        int count = word(1);
        if (count >= 128) {
            count = count == 255 ? word(2) + 0x7F00 : ((count - 128) << 8) + word(1);
        }
        if (count > 0) {
            sequences(count, blockEnd);
        }
        copy(literals, literal, literalEnd - literal);
    }

    private void literals(int blockEnd) throws ZipException {
        int first = in[at] & 0xFF;
        int type = first & 3;
        int format = (first >> 2) & 3;
        if (type < 2) {
            int bytes = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
            int size = word(bytes) >>> (bytes == 1 ? 3 : 4);
            int from = at;
            skip(type == 0 ? size : 1);
            if (type == 0) {
                literals = in;
                literal = from;
            } else {
                Arrays.fill(decodedLiterals, 0, size, in[from]);
                literals = decodedLiterals;
                literal = 0;
            }
            literalEnd = literal + size;
            return;
        }
        int bytes = format < 2 ? 3 : format + 2;
        int bits = format < 2 ? 10 : format == 2 ? 14 : 18;
        long header = word(4) & 0xFFFFFFFFL;
        at -= 4 - Math.min(bytes, 4);
        header |= bytes == 5 ? (long) word(1) << 32 : 0;
        int size = (int) ((header >> 4) & ((1 << bits) - 1));
        int coded = (int) ((header >> (4 + bits)) & ((1 << bits) - 1));
        int codedEnd = at + coded;
        if (codedEnd > blockEnd || size > LARGEST_BLOCK) {
            throw new ZipException("literals that are too long");
        }
        HuffmanTable table = type == 2 ? huffman() : huffman;
        if (table == null) {
            throw new ZipException("literals without a table");
        }
        huffman = table;
        literals = decodedLiterals;
        literal = 0;
        literalEnd = size;
        if (format == 0) {
            table.decode(new BackwardBits(in, at, codedEnd), decodedLiterals, 0, size);
        } else {
            streams(table, size, codedEnd);
        }
        at = codedEnd;
    }

    private void streams(HuffmanTable table, int size, int codedEnd) throws ZipException {
        int[] ends = new int[4];
        int table6 = at + 6;
        ends[0] = table6 + word(2);
        ends[1] = ends[0] + word(2);
        ends[2] = ends[1] + word(2);
        ends[3] = codedEnd;
        int each = (size + 3) / 4;
        if (ends[2] >= codedEnd || 3 * each > size) {
            throw new ZipException("streams that are too long");
        }
        int from = table6;
        for (int i = 0; i < 4; i++) {
            table.decode(
                    new BackwardBits(in, from, ends[i]), decodedLiterals, i * each, i == 3 ? size : (i + 1) * each);
            from = ends[i];
        }
    }

    private HuffmanTable huffman() throws ZipException {
        int header = word(1);
        int[] weights = new int[256];
        int used;
        if (header >= 128) {
            used = header - 127;
            int from = at;
            skip((used + 1) / 2);
            for (int i = 0; i < used; i++) {
                int both = in[from + i / 2] & 0xFF;
                weights[i] = i % 2 == 0 ? both >> 4 : both & 0xF;
            }
        } else {
            int weightsEnd = at + header;
            FiniteStateTable table = distribution(6, 255);
            BackwardBits bits = new BackwardBits(in, at, weightsEnd);
            used = weights(table, bits, weights);
            at = weightsEnd;
        }
        return HuffmanTable.of(weights, used);
    }

    /// Two states take turns until the bits are used up; what the other one still holds is the last.
    private static int weights(FiniteStateTable table, BackwardBits bits, int[] weights) throws ZipException {
        int[] states = {bits.read(table.log()), bits.read(table.log())};
        int used = 0;
        while (used < 254) {
            int turn = used % 2;
            weights[used] = table.symbol(states[turn]);
            used++;
            states[turn] = table.after(states[turn], bits);
            if (bits.left() < 0) {
                weights[used] = table.symbol(states[1 - turn]);
                return used + 1;
            }
        }
        throw new ZipException("too many weights");
    }

    /// Reads how often symbols come, as a forward bit stream that ends with its last byte.
    private FiniteStateTable distribution(int mostLog, int mostSymbol) throws ZipException {
        long bit = at * 8L;
        int log = forward(bit, 4) + 5;
        bit += 4;
        if (log > mostLog) {
            throw new ZipException("a table that is too large");
        }
        short[] counts = new short[mostSymbol + 1];
        int left = 1 << log;
        int symbol = 0;
        while (left > 0) {
            int bits = 32 - Integer.numberOfLeadingZeros(left + 1);
            int value = forward(bit, bits);
            int low = (1 << (bits - 1)) - 1;
            int threshold = (1 << bits) - 1 - (left + 1);
            bit += bits;
            if ((value & low) < threshold) {
                bit--;
                value &= low;
            } else if (value > low) {
                value -= threshold;
            }
            int count = value - 1;
            left -= Math.abs(count);
            counts[symbol] = (short) count;
            symbol++;
            for (int skipped = count == 0 ? 3 : 0; skipped == 3; ) {
                skipped = forward(bit, 2);
                bit += 2;
                symbol += skipped;
            }
        }
        if (left != 0 || symbol > counts.length) {
            throw new ZipException("a distribution that is none");
        }
        at = (int) ((bit + 7) >> 3);
        if (at > end) {
            throw new ZipException("it ends too early");
        }
        return FiniteStateTable.of(log, counts, symbol);
    }

    private int forward(long bit, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            long place = bit + i;
            int index = (int) (place >> 3);
            value |= index < end ? ((in[index] >> (place & 7)) & 1) << i : 0;
        }
        return value;
    }

    private FiniteStateTable table(
            int mode, @Nullable FiniteStateTable before, FiniteStateTable usual, int mostLog, int mostSymbol)
            throws ZipException {
        return switch (mode) {
            case 0 -> usual;
            case 1 -> {
                int symbol = word(1);
                if (symbol > mostSymbol) {
                    throw new ZipException("no such code");
                }
                yield FiniteStateTable.of(symbol);
            }
            case 2 -> distribution(mostLog, mostSymbol);
            default -> {
                if (before == null) {
                    throw new ZipException("no table before");
                }
                yield before;
            }
        };
    }

    private void sequences(int count, int blockEnd) throws IOException {
        int modes = word(1);
        if ((modes & 3) != 0) {
            throw new ZipException("a reserved mode");
        }
        FiniteStateTable lengths = table(modes >> 6, literalTable, LITERALS, LITERAL_LOG, LITERAL_BASE.length - 1);
        FiniteStateTable places = table((modes >> 4) & 3, offsetTable, OFFSETS, OFFSET_LOG, MOST_OFFSET_CODE);
        FiniteStateTable matches = table((modes >> 2) & 3, matchTable, MATCHES, MATCH_LOG, MATCH_BASE.length - 1);
        literalTable = lengths;
        offsetTable = places;
        matchTable = matches;
        BackwardBits bits = new BackwardBits(in, at, blockEnd);
        int length = bits.read(lengths.log());
        int place = bits.read(places.log());
        int match = bits.read(matches.log());
        int largest = out.length() + LARGEST_BLOCK;
        for (int i = 0; i < count; i++) {
            int placeBits = places.symbol(place);
            long value = (1L << placeBits) + (bits.read(placeBits) & 0xFFFFFFFFL);
            int matchCode = matches.symbol(match);
            int matched = MATCH_BASE[matchCode] + bits.read(MATCH_BITS[matchCode]);
            int lengthCode = lengths.symbol(length);
            int fresh = LITERAL_BASE[lengthCode] + bits.read(LITERAL_BITS[lengthCode]);
            if (i < count - 1) {
                length = lengths.after(length, bits);
                match = matches.after(match, bits);
                place = places.after(place, bits);
            }
            if (fresh > literalEnd - literal || out.length() + (long) fresh + matched > largest) {
                throw new ZipException("a sequence that is too long");
            }
            copy(literals, literal, fresh);
            literal += fresh;
            repeat(offset(value, fresh == 0), matched);
        }
        if (bits.left() != 0) {
            throw new ZipException("sequences of another length");
        }
    }

    /// The smallest values stand for the offsets that came last.
    private int offset(long value, boolean nothingFresh) throws ZipException {
        int found;
        if (value > 3) {
            found = (int) Math.min(value - 3, Integer.MAX_VALUE);
            offsets[2] = offsets[1];
            offsets[1] = offsets[0];
        } else {
            int which = (int) value - 1 + (nothingFresh ? 1 : 0);
            found = which < 3 ? offsets[which] : offsets[0] - 1;
            if (which == 0) {
                return found;
            }
            offsets[2] = which > 1 ? offsets[1] : offsets[2];
            offsets[1] = offsets[0];
        }
        offsets[0] = found;
        return found;
    }

    private void repeat(int offset, int length) throws IOException {
        if (offset <= 0 || offset > out.length() - frame) {
            throw new ZipException("a match before the beginning");
        }
        out.room(length);
        byte[] bytes = out.bytes();
        int to = out.length();
        if (offset >= length) {
            System.arraycopy(bytes, to - offset, bytes, to, length);
        } else {
            for (int i = 0; i < length; i++) {
                bytes[to + i] = bytes[to - offset + i];
            }
        }
        out.wrote(length);
    }
}

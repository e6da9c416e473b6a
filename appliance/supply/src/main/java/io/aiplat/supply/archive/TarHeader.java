package io.aiplat.supply.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Header of a tar entry in the one spelling that bundle archives have: a regular file of `ustar`, owner 0, mode
/// 0644, time 0; from 8 GiB on with the size in a `pax` header before it
/// ([POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html), "pax Interchange Format").
///
/// It is written here and by no library, because readers compare it byte for byte with what they expect: it may
/// never change.
final class TarHeader {
    /// Everything in a tar begins at a multiple of this.
    static final int BLOCK = 512;

    /// What follows the last entry.
    static final int END = 2 * BLOCK;

    private static final long MOST_USTAR = 0_77777777777L;
    private static final int NAME = 100;
    private static final int CHECKSUM_AT = 148;
    private static final int TYPE_AT = 156;

    private TarHeader() {}

    /// The bytes before the content of an entry, one block or three.
    ///
    /// @param path up to 100 letters of ASCII
    /// @param size of the content in bytes
    static byte[] of(String path, long size) {
        if (size <= MOST_USTAR) {
            return block(path, size, '0');
        }
        byte[] record = record(size).getBytes(StandardCharsets.US_ASCII);
        byte[] both = Arrays.copyOf(block("pax/" + path, record.length, 'x'), 3 * BLOCK);
        System.arraycopy(record, 0, both, BLOCK, record.length);
        // Where a pax header has the size, that in the other one does not count.
        System.arraycopy(block(path, 0, '0'), 0, both, 2 * BLOCK, BLOCK);
        return both;
    }

    /// A pax record begins with its own length in bytes, the digits of that included.
    private static String record(long size) {
        String rest = " size=" + size + "\n";
        int length = rest.length() + 2;
        return length + rest;
    }

    private static byte[] block(String path, long size, char type) {
        if (path.length() > NAME) {
            throw new IllegalArgumentException("too long for a header: " + path);
        }
        byte[] block = new byte[BLOCK];
        put(block, 0, path);
        put(block, 100, "0000644\0");
        put(block, 108, "0000000\0");
        put(block, 116, "0000000\0");
        put(block, 124, octal(size, 11) + "\0");
        put(block, 136, "00000000000\0");
        block[TYPE_AT] = (byte) type;
        put(block, 257, "ustar\00000");
        put(block, 329, "0000000\0");
        put(block, 337, "0000000\0");
        put(block, CHECKSUM_AT, octal(checksum(block), 6) + "\0 ");
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static String octal(long value, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value);
    }

    /// The sum of all bytes, those of the sum itself taken as spaces.
    private static int checksum(byte[] block) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    /// The length of a content with the zeros behind it, up to the next block.
    static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    /// What a first block says, if it is one that we could have written, or [#of] would be its whole; else null.
    ///
    /// @param block of 512 bytes, that of a file of less than 8 GiB
    static @Nullable Entry read(byte[] block) {
        int end = 0;
        while (end < NAME && block[end] != 0) {
            end++;
        }
        String path = new String(block, 0, end, StandardCharsets.US_ASCII);
        String size = new String(block, 124, 11, StandardCharsets.US_ASCII);
        if (!size.matches("[0-7]{11}")) {
            return null;
        }
        Entry entry = new Entry(path, Long.parseLong(size, 8), (char) block[TYPE_AT]);
        return Arrays.equals(block(path, entry.size, entry.type), block) ? entry : null;
    }

    /// An entry that stands in an archive.
    ///
    /// @param type `0` for a file, `x` for a pax header
    record Entry(String path, long size, char type) {}
}

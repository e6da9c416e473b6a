package io.aiplat.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes collected for one write. Grows as needed and is used again and again by its one owner.
public final class WriteBuffer {
    private byte[] array;
    private int length;

    /// Begins empty.
    ///
    /// @param capacity bytes it holds before it has to grow
    public WriteBuffer(int capacity) {
        array = new byte[capacity];
    }

    /// The array behind it; valid up to [#length()] and until the next change.
    public byte[] array() {
        return array;
    }

    /// How many bytes were collected.
    public int length() {
        return length;
    }

    /// Forgets what was collected, and memory beyond `keep` bytes with it.
    public void clear(int keep) {
        length = 0;
        if (array.length > keep) {
            array = new byte[keep];
        }
    }

    /// Appends one byte.
    public WriteBuffer put(int value) {
        reserve(1);
        array[length++] = (byte) value;
        return this;
    }

    /// Appends bytes.
    public WriteBuffer put(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, array, length, count);
        length += count;
        return this;
    }

    /// Appends a whole array.
    public WriteBuffer put(byte[] from) {
        return put(from, 0, from.length);
    }

    /// Appends text, one byte for each character.
    ///
    /// @throws IllegalArgumentException if a character is above U+00FF
    public WriteBuffer latin(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                throw new IllegalArgumentException("not a Latin-1 character at " + i);
            }
            array[length + i] = (byte) c;
        }
        length += count;
        return this;
    }

    /// Appends text as UTF-8.
    public WriteBuffer utf8(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Appends a number in decimal, without sign.
    ///
    /// @param value 0 or more
    public WriteBuffer decimal(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            array[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /// Appends a number in hexadecimal, without leading zeros.
    ///
    /// @param value 0 or more
    public WriteBuffer hex(int value) {
        int shift = Math.max(0, (31 - Integer.numberOfLeadingZeros(value)) / 4 * 4);
        for (; shift >= 0; shift -= 4) {
            put(Character.forDigit((value >>> shift) & 0xF, 16));
        }
        return this;
    }

    /// Appends the end of a line, CR and LF.
    public WriteBuffer crlf() {
        return put('\r').put('\n');
    }

    /// The collected bytes as an array of their own.
    public byte[] copy() {
        return Arrays.copyOf(array, length);
    }

    /// Writes everything in one call.
    public void writeTo(Duplex out) throws IOException {
        out.write(array, 0, length);
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, Math.min(array.length * 2, Integer.MAX_VALUE / 2)));
        }
    }
}

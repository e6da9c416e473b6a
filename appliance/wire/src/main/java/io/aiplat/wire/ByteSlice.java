package io.aiplat.wire;

import java.util.Objects;

/// Byte slice: a range of an array that is sent as it stands.
/// The array is shared, not copied.
public final class ByteSlice {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    /// Marks a range, which has to lie within the array.
    public ByteSlice(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /// A whole array.
    public static ByteSlice of(byte[] bytes) {
        return new ByteSlice(bytes, 0, bytes.length);
    }

    /// The array; shared.
    public byte[] bytes() {
        return bytes;
    }

    /// Where the range begins.
    public int offset() {
        return offset;
    }

    /// How many bytes it has.
    public int length() {
        return length;
    }
}

package io.aiplat.wire;

import java.util.Objects;

/// A range of an array that is sent as it stands. The array is shared, not copied.
///
/// @param length bytes, from `offset` on
public record Segment(byte[] bytes, int offset, int length) {

    /// Checks that the range lies within the array.
    public Segment {
        Objects.checkFromIndexSize(offset, length, bytes.length);
    }

    /// A whole array.
    public static Segment of(byte[] bytes) {
        return new Segment(bytes, 0, bytes.length);
    }
}

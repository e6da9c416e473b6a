package io.aiplat.wire.http;

/// Size limits of a message's head: how much is read before it is refused.
///
/// @param line   bytes of the first line
/// @param head   bytes of the whole head, the first line with it
/// @param fields number of header fields
public record HeadLimits(int line, int head, int fields) {
    /// 8 KB for the first line, 32 KB in all, 100 fields.
    public static final HeadLimits STANDARD = new HeadLimits(8 * 1024, 32 * 1024, 100);

    /// Checks that they can hold a request at all.
    public HeadLimits {
        if (line < 16 || head < line || fields < 1) {
            throw new IllegalArgumentException("limits too small for any request");
        }
    }
}

package io.aiplat.gateway;

/// How many tokens a request can have at most, without asking a tokenizer.
///
/// A token of a byte-level vocabulary stands for at least one byte of the prompt, so the bytes of the request
/// are more than its tokens. What does not hold for is pictures, which travel as long base64 and become few
/// tokens, so each counts as [#PICTURE] and its base64 not at all.
final class InputBound {
    /// What the tiling vision models take for their largest picture.
    static final int PICTURE = 4096;

    private static final byte[] MARK = Bytes.of(";base64,");

    private InputBound() {}

    /// An upper bound, at least 1.
    static long of(byte[] bytes, int length) {
        long bound = length;
        for (int mark = Bytes.find(bytes, 0, length, MARK); mark >= 0; ) {
            int begin = mark + MARK.length;
            int end = begin;
            while (end < length && bytes[end] != '"') {
                end++;
            }
            bound += PICTURE - (end - begin);
            mark = Bytes.find(bytes, end, length, MARK);
        }
        return Math.max(1, Math.min(bound, Integer.MAX_VALUE));
    }
}

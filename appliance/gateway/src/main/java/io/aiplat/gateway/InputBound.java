package io.aiplat.gateway;

import java.nio.charset.StandardCharsets;

/// How many tokens a request can have at most, without asking a tokenizer.
///
/// A token of a byte-level vocabulary stands for at least one byte of the prompt, so the bytes of the
/// request are more
/// than its tokens. What does not hold for is pictures, which travel as long base64 and become few tokens,
/// so each
/// counts as [#PICTURE] and its base64 not at all.
final class InputBound {
    /// What the tiling vision models take for their largest picture.
    static final int PICTURE = 4096;

    private static final byte[] MARK = ";base64,".getBytes(StandardCharsets.US_ASCII);

    private InputBound() {}

    /// An upper bound, at least 1.
    static long of(byte[] bytes, int length) {
        long bound = length;
        for (int at = find(bytes, 0, length); at >= 0; at = find(bytes, at, length)) {
            int end = at;
            while (end < length && bytes[end] != '"') {
                end++;
            }
            bound += PICTURE - (end - at);
            at = end;
        }
        return Math.max(1, Math.min(bound, Integer.MAX_VALUE));
    }

    /// Where base64 begins, from there on; -1 for nowhere.
    private static int find(byte[] bytes, int from, int length) {
        for (int at = from; at <= length - MARK.length; at++) {
            if (bytes[at] == MARK[0] && matches(bytes, at)) {
                return at + MARK.length;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int at) {
        for (int i = 1; i < MARK.length; i++) {
            if (bytes[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }
}

package io.aiplat.gateway;

import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.json.TopLevel;

/// How many tokens a request can have at most, without asking a tokenizer.
///
/// A token of a byte-level vocabulary stands for at least one byte of the prompt, so the bytes of the request
/// are more than its tokens. What does not hold for is pictures, which travel as long base64 and become few
/// tokens, so each counts as [#PICTURE] and its base64 not at all.
final class InputBound {
    /// What the tiling vision models take for their largest picture.
    static final int PICTURE = 4096;

    /// Models make some ten tokens of a second of speech, and no codec in use has less than 640 bytes of one.
    private static final int AUDIO_BYTES_OF_A_TOKEN = 64;

    private static final byte[] MARK = Bytes.of(";base64,");
    private static final byte[] DATA = Bytes.of("\"data:");
    private static final byte[] URL = Bytes.of("\"url\"");
    private static final byte[] IMAGE_URL = Bytes.of("\"image_url\"");

    /// A type of content is shorter.
    private static final int LONGEST_TYPE = 100;

    private InputBound() {}

    /// An upper bound, at least 1. For a request that repeats a part of it for the model it is not one.
    static long of(ModelCall call) {
        int length = call.body().length();
        return call.form() == null
                ? of(call.operation(), call.json(), length)
                : Math.max(1, length / AUDIO_BYTES_OF_A_TOKEN);
    }

    static long of(Operation operation, TopLevel json, int length) {
        int from = json.valueBegin(operation.prompt());
        int less = from < 0 ? 0 : pictures(json.bytes(), from, json.valueEnd(operation.prompt()));
        return Math.max(1, length - less);
    }

    /// By how much the bytes of pictures are more than they count as.
    private static int pictures(byte[] bytes, int from, int to) {
        int less = 0;
        for (int mark = ByteSearch.find(bytes, from, to, MARK); mark >= 0; ) {
            int end = mark + MARK.length;
            if (isPicture(bytes, from, mark, to)) {
                int begin = end;
                while (end < to && bytes[end] != '"') {
                    end++;
                }
                less += end - begin - PICTURE;
            }
            mark = ByteSearch.find(bytes, end, to, MARK);
        }
        return less;
    }

    /// Whether the mark stands in an address that begins with `data:` and is the value of `url` or `image_url`. In a
    /// text, which the model would be shown as it is, its quotes were escaped.
    private static boolean isPicture(byte[] bytes, int from, int mark, int to) {
        int quote = mark;
        while (quote > from && quote > mark - LONGEST_TYPE && bytes[quote] != '"') {
            quote--;
        }
        if (!ByteSearch.isAt(bytes, quote, to, DATA)) {
            return false;
        }
        int colon = beforeBlanks(bytes, from, quote - 1);
        if (colon <= from || bytes[colon] != ':') {
            return false;
        }
        int name = beforeBlanks(bytes, from, colon - 1) + 1;
        return ByteSearch.isAt(bytes, name - URL.length, to, URL)
                || ByteSearch.isAt(bytes, name - IMAGE_URL.length, to, IMAGE_URL);
    }

    private static int beforeBlanks(byte[] bytes, int from, int last) {
        int at = last;
        while (at > from && bytes[at] <= ' ') {
            at--;
        }
        return at;
    }
}

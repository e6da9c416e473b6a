package io.aiplat.gateway;

import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.json.TopLevel;

/// Input by reference: files, recordings and earlier items that a request names and does not hold, and documents
/// that are packed. How many tokens they are cannot be told from its bytes, but no model is shown more than its
/// context.
final class References {
    /// The longest context window of the models in use.
    static final int LONGEST_CONTEXT = 2_000_000;

    private static final byte[] FILE = Bytes.of("\"file_");
    private static final byte[] MEDIA = Bytes.of("o_url\"");
    private static final byte[] DOCUMENT = Bytes.of("\"document\"");
    private static final byte[] ITEM = Bytes.of("\"item_reference\"");
    private static final byte[] ESCAPE = Bytes.of("\\u00");

    private References() {}

    /// Whether a conversation has any. What is written with needless escapes, which nobody does by chance, counts
    /// as if it had.
    static boolean possible(ModelCall call) {
        TopLevel json = call.json();
        int from = json.valueBegin(call.operation().prompt());
        int to = json.valueEnd(call.operation().prompt());
        if (from < 0 || json.bytes()[from] != '[') {
            return false;
        }
        byte[] bytes = json.bytes();
        return switch (call.operation()) {
            case CHAT -> isFile(bytes, from, to) || has(bytes, from, to, MEDIA) || isDisguised(bytes, from, to);
            case RESPONSES -> isFile(bytes, from, to) || has(bytes, from, to, ITEM) || isDisguised(bytes, from, to);
            case MESSAGES -> has(bytes, from, to, DOCUMENT) || isDisguised(bytes, from, to);
            case COMPLETIONS, COUNT_TOKENS, EMBEDDINGS, RERANK, TRANSCRIPTIONS -> false;
        };
    }

    /// Within a text a quote is escaped, so that this is none of its words.
    private static boolean has(byte[] bytes, int from, int to, byte[] wanted) {
        return ByteSearch.find(bytes, from, to, wanted) >= 0;
    }

    /// A tool's argument `file_path` is no file.
    private static boolean isFile(byte[] bytes, int from, int to) {
        for (int at = ByteSearch.find(bytes, from, to, FILE); at >= 0; at = ByteSearch.find(bytes, at + 1, to, FILE)) {
            int next = at + FILE.length;
            if (bytes[at - 1] != '\\' && (bytes[next] == 'i' || bytes[next] == 'u' || bytes[next] == 'd')) {
                return true;
            }
        }
        return false;
    }

    /// Whether a letter is written as an escape, which it is not where the backslash is one that is meant.
    private static boolean isDisguised(byte[] bytes, int from, int to) {
        for (int at = ByteSearch.find(bytes, from, to, ESCAPE);
                at >= 0;
                at = ByteSearch.find(bytes, at + 1, to, ESCAPE)) {
            byte high = bytes[at + ESCAPE.length];
            if (isMeant(bytes, from, at)) {
                continue;
            }
            if (high >= '4' && high <= '7' && !(high == '7' && (bytes[at + ESCAPE.length + 1] | 0x20) == 'f')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMeant(byte[] bytes, int from, int at) {
        int before = at;
        while (before > from && bytes[before - 1] == '\\') {
            before--;
        }
        return (at - before) % 2 == 1;
    }
}

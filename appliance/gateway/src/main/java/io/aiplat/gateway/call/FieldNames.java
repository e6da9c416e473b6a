package io.aiplat.gateway.call;

import io.aiplat.wire.json.JsonMemberCursor;
import io.aiplat.wire.json.JsonStrings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A hash table of names of JSON members, found however a server may fold them: Go's reader takes upper for lower
/// case (U+017F and U+212A for `s` and `k` among it), that of protocol buffers `maxTokens` for `max_tokens`.
/// What is neither a letter nor a digit does not count: `model[]` is a name of `model` to readers of forms. A name
/// that only has the hash of another by design harms nobody
/// but its request.
///
/// @param <T> what is known of a name
final class FieldNames<T> {
    /// Of FNV-1a in 64 bits ([RFC 9923](https://www.rfc-editor.org/rfc/rfc9923)).
    private static final long OFFSET = 0xCBF29CE484222325L;

    private static final long PRIME = 0x100000001B3L;

    /// As many bytes as a known name has at most when each character of it is an escape.
    private static final int LONGEST = 256;

    private final long[] hashes;
    private final @Nullable T[] values;

    /// @param known by names in lower case without underlines
    @SuppressWarnings("unchecked")
    FieldNames(Map<String, T> known) {
        int size = Integer.highestOneBit(known.size()) * 4;
        hashes = new long[size];
        values = (T[]) new Object[size];
        known.forEach((name, value) -> {
            long hash = hash(name);
            int at = place(hash);
            hashes[at] = hash;
            values[at] = value;
        });
    }

    /// What is known of a member's name; null for nothing.
    @Nullable
    T get(JsonMemberCursor member) {
        return get(member.bytes(), member.nameBegin(), member.nameEnd());
    }

    /// The same for a name as it stands in JSON, without its quotes.
    @Nullable
    T get(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return null;
        }
        long hash = OFFSET;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c == '\\' || c < 0) {
                return get(JsonStrings.unquote(bytes, from, to));
            }
            hash = more(hash, (char) c);
        }
        return values[place(hash)];
    }

    /// The same for a name by itself.
    @Nullable
    T get(String name) {
        return values[place(hash(name))];
    }

    /// Whether two names are one to some server.
    static boolean areSame(String one, String other) {
        return hash(one) == hash(other);
    }

    private static long hash(String name) {
        long hash = OFFSET;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            hash = more(hash, c == '\u017F' ? 's' : c == '\u212A' ? 'k' : c);
        }
        return hash;
    }

    private static long more(long hash, char c) {
        int folded = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
        boolean counts = folded >= 'a' ? folded <= 'z' || folded > '~' : folded >= '0' && folded <= '9';
        return counts ? (hash ^ folded) * PRIME : hash;
    }

    /// Where a name is, or where it would be.
    private int place(long hash) {
        int at = (int) (hash ^ (hash >>> 32)) & (hashes.length - 1);
        while (values[at] != null && hashes[at] != hash) {
            at = (at + 1) & (hashes.length - 1);
        }
        return at;
    }
}

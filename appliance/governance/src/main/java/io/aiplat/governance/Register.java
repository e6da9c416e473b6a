package io.aiplat.governance;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All keys as they are at one moment. Never changed; the next change makes another.
///
/// @param tokens    by the hash of what a client presents
/// @param standings by the key's number; keys that were revoked or withdrawn are not among them
/// @param accounts  by the number of the key, user or team
record Register(Map<TokenHash, Token> tokens, Map<Integer, Standing> standings, Map<Integer, Account> accounts) {
    static final Register EMPTY = new Register(Map.of(), Map.of(), Map.of());

    /// What a token stands for.
    ///
    /// @param closed     why its key opens nothing; null if it does
    /// @param validUntil when this token stops opening its key, epoch milliseconds
    record Token(KeySnapshot key, @Nullable Denial closed, long validUntil) {}

    /// The numbers of all keys that are there and were not revoked: of those nothing is wanted any more.
    Set<Integer> keysThatMayComeBack() {
        Set<Integer> keys = new HashSet<>(accounts.keySet());
        for (Token token : tokens.values()) {
            if (token.closed == Denial.REVOKED) {
                keys.remove(token.key.holder().id());
            }
        }
        return keys;
    }

    Admission admit(@Nullable TokenHash hash, long now) {
        Token token = hash == null ? null : tokens.get(hash);
        if (token == null) {
            return Denial.UNKNOWN;
        }
        if (token.closed != null) {
            return token.closed;
        }
        return now >= token.validUntil ? Denial.EXPIRED : token.key;
    }
}

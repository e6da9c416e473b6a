package io.aiplat.governance;

import io.aiplat.governance.key.Authentication;
import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.TokenHash;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Key index: all keys as they are at one moment.
/// Never changed; the next change makes another.
///
/// @param tokens    by the hash of what a client presents
/// @param standings by the key's number; keys that were revoked or withdrawn are not among them
/// @param accounts  by the number of the key, user or team
record KeyIndex(Map<TokenHash, Token> tokens, Map<Integer, KeyAccounts> standings, Map<Integer, Account> accounts) {
    static final KeyIndex EMPTY = new KeyIndex(Map.of(), Map.of(), Map.of());

    /// What a token stands for.
    ///
    /// @param closed     why its key opens nothing; null if it does
    /// @param validUntil when this token stops opening its key, epoch milliseconds
    record Token(KeySnapshot key, @Nullable AuthenticationFailure closed, long validUntil) {}

    /// The numbers of all keys that are there and were not revoked: of those nothing is wanted any more.
    Set<Integer> keysThatMayComeBack() {
        Set<Integer> keys = new HashSet<>(accounts.keySet());
        for (Token token : tokens.values()) {
            if (token.closed == AuthenticationFailure.REVOKED) {
                keys.remove(token.key.holder().id());
            }
        }
        return keys;
    }

    Authentication admit(@Nullable TokenHash hash, long now) {
        Token token = hash == null ? null : tokens.get(hash);
        if (token == null) {
            return AuthenticationFailure.UNKNOWN;
        }
        if (token.closed != null) {
            return token.closed;
        }
        return now >= token.validUntil ? AuthenticationFailure.EXPIRED : token.key;
    }
}

package io.aiplat.governance;

import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.LimitOwnerRecord;
import io.aiplat.governance.key.TokenHash;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.SpendHistory;
import io.aiplat.governance.store.KeyTable;
import io.aiplat.governance.wal.Checkpointer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Builder of the key index: makes the next one of what the store has.
/// Accounts that are there stay, with all they have counted.
final class KeyIndexBuilder {
    private final Map<Integer, Account> accounts = new HashMap<>();
    private final Map<Integer, KeyAccounts> standings = new HashMap<>();
    private final Map<TokenHash, KeyIndex.Token> tokens = new HashMap<>();

    private KeyIndexBuilder() {}

    static KeyIndex of(Checkpointer.Rows rows, KeyIndex previous, SpendHistory history, long now, long from) {
        KeyIndexBuilder next = new KeyIndexBuilder();
        for (LimitOwnerRecord holder : rows.holders()) {
            next.enrol(holder, previous, history, now, from);
        }
        Map<Integer, KeyRecord> keys = new HashMap<>();
        for (KeyRecord key : rows.keys()) {
            keys.put(key.holder().id(), key);
            if (closed(key) == null) {
                next.standings.put(key.holder().id(), next.standing(key));
            }
        }
        for (KeyTable.HashedToken token : rows.tokens()) {
            KeyRecord key = keys.get(token.key());
            if (key != null) {
                next.tokens.put(token.hash(), next.token(token.token(), key));
            }
        }
        return new KeyIndex(next.tokens, next.standings, next.accounts);
    }

    private void enrol(LimitOwnerRecord holder, KeyIndex previous, SpendHistory history, long now, long from) {
        Account known = previous.accounts().get(holder.holder().id());
        Account account = known == null ? new Account(holder.holder()) : known;
        account.lock.lock();
        try {
            if (!account.limits().equals(holder.limits())) {
                account.apply(holder.limits(), now, from, history);
            }
        } finally {
            account.lock.unlock();
        }
        accounts.put(holder.holder().id(), account);
    }

    private KeyAccounts standing(KeyRecord key) {
        List<Account> charged = new ArrayList<>();
        for (LimitOwner holder : holders(key)) {
            charged.add(Objects.requireNonNull(accounts.get(holder.id()), "every holder has an account"));
        }
        return new KeyAccounts(snapshot(key, "", charged), millis(key.settings().expires()), List.copyOf(charged));
    }

    private KeyIndex.Token token(KeyRecord.Token token, KeyRecord key) {
        List<Account> charged = holders(key).stream()
                .map(h -> Objects.requireNonNull(accounts.get(h.id()), "every holder has an account"))
                .toList();
        long validUntil =
                Math.min(millis(token.validUntil()), millis(key.settings().expires()));
        return new KeyIndex.Token(snapshot(key, token.prefix(), charged), closed(key), validUntil);
    }

    private static @Nullable AuthenticationFailure closed(KeyRecord key) {
        if (key.revoked() != null) {
            return AuthenticationFailure.REVOKED;
        }
        return key.withdrawn() == null ? null : AuthenticationFailure.WITHDRAWN;
    }

    // In the order in which accounts are locked.
    private static List<LimitOwner> holders(KeyRecord key) {
        List<LimitOwner> holders = new ArrayList<>(List.of(key.holder()));
        if (key.user() != null) {
            holders.add(key.user());
        }
        if (key.team() != null) {
            holders.add(key.team());
        }
        return holders;
    }

    private static KeySnapshot snapshot(KeyRecord key, String prefix, List<Account> charged) {
        return new KeySnapshot(
                key.holder(),
                prefix,
                key.role(),
                key.user(),
                key.team(),
                key.settings().expires(),
                charged.stream().map(Account::limits).toList(),
                key.settings().tags(),
                key.settings().cache(),
                key.settings().shadow());
    }

    private static long millis(@Nullable Instant end) {
        return end == null ? Long.MAX_VALUE : end.toEpochMilli();
    }
}

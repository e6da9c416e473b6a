package io.aiplat.governance;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.RateLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Accounts of a key: those that its requests are charged to.
///
/// @param validUntil when the key expires, epoch milliseconds
/// @param accounts   in the order in which their locks are taken: key, user, team
record KeyAccounts(KeySnapshot key, long validUntil, List<Account> accounts) {
    int user() {
        return key.user() == null ? 0 : key.user().id();
    }

    int team() {
        return key.team() == null ? 0 : key.team().id();
    }

    void lock() {
        for (Account account : accounts) {
            account.lock.lock();
        }
    }

    void unlock() {
        for (int i = accounts.size() - 1; i >= 0; i--) {
            accounts.get(i).lock.unlock();
        }
    }

    @Nullable
    RequestDenied refusal(ReservationRequest ask, long micros, long now, long from) {
        for (Account account : accounts) {
            RequestDenied refusal = account.refusal(ask, micros, now, from);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /// The first limit that has no room for any further request; null if all have.
    ///
    /// @param micros the least that a request costs
    @Nullable
    RequestDenied refusal(long micros, long now, long from) {
        for (Account account : accounts) {
            RequestDenied refusal = account.refusal(micros, now, from);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /// Counts an upload; under the lock.
    void arriving() {
        for (Account account : accounts) {
            account.arriving(1);
        }
    }

    /// Counts it no more.
    void arrived() {
        lock();
        try {
            for (Account account : accounts) {
                account.arriving(-1);
            }
        } finally {
            unlock();
        }
    }

    RateLimits rates(long now) {
        RateLimits.Figures requests = null;
        RateLimits.Figures tokens = null;
        for (Account account : accounts) {
            requests = tighter(requests, account.requestFigures(now));
            tokens = tighter(tokens, account.tokenFigures(now));
        }
        return requests == null && tokens == null ? RateLimits.NONE : new RateLimits(requests, tokens);
    }

    private static RateLimits.@Nullable Figures tighter(
            RateLimits.@Nullable Figures one, RateLimits.@Nullable Figures other) {
        return one == null || (other != null && other.remaining() < one.remaining()) ? other : one;
    }
}

package io.aiplat.governance;

import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.RateLimits;
import io.aiplat.model.spend.Budget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The words of refusals. Times are in milliseconds; 0 is for a limit that running requests will free.
final class DenialMessages {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// What helps against a reservation that is too large.
    private static final String LESS = "; a smaller 'max_tokens' or a shorter prompt reserves less";

    private DenialMessages() {}

    static RequestDenied unreadable(String reason) {
        return new RequestDenied(
                RequestDenied.Kind.STORE_UNREADABLE,
                SOON,
                "spend cannot be recorded at the moment, so no request is let through: " + reason,
                0,
                0,
                0,
                RateLimits.NONE);
    }

    static RequestDenied keyGone(String name) {
        String message = "key " + name + " was revoked or deleted, or has expired";
        return new RequestDenied(RequestDenied.Kind.KEY_GONE, null, message, 0, 0, 0, RateLimits.NONE);
    }

    static RequestDenied concurrency(LimitOwner holder, long limit, long used) {
        String message =
                "%s may have %d requests at the same time, and as many are running".formatted(holder.words(), limit);
        return new RequestDenied(RequestDenied.Kind.CONCURRENCY, SOON, message, limit, used, 1, RateLimits.NONE);
    }

    static RequestDenied requests(LimitOwner holder, long limit, long used, long wait) {
        String message = "%s may ask %d times per minute and has asked %d times".formatted(holder.words(), limit, used);
        return new RequestDenied(
                RequestDenied.Kind.REQUESTS_PER_MINUTE, after(wait), message, limit, used, 1, RateLimits.NONE);
    }

    static RequestDenied tokens(LimitOwner holder, long limit, long used, long asked, long wait) {
        String message =
                "%s has %d tokens per minute: %d are used or reserved, and this request reserves %d (input and cap)%s"
                        .formatted(holder.words(), limit, used, asked, LESS);
        return new RequestDenied(
                RequestDenied.Kind.TOKENS_PER_MINUTE,
                asked > limit ? null : after(wait),
                message,
                limit,
                used,
                asked,
                RateLimits.NONE);
    }

    static RequestDenied budget(LimitOwner holder, Budget budget, long used, long asked, long wait, long open) {
        String message =
                "%s has a budget of %s: %s are used or reserved (%s by running requests), and this request reserves %s%s"
                        .formatted(
                                holder.words(),
                                budget.text(),
                                Budget.amount(used),
                                Budget.amount(open),
                                Budget.amount(asked),
                                LESS);
        return new RequestDenied(
                RequestDenied.Kind.BUDGET,
                asked > budget.micros() ? null : after(wait),
                message,
                budget.micros(),
                used,
                asked,
                RateLimits.NONE);
    }

    private static @Nullable Duration after(long millis) {
        return millis <= 1000 ? SOON : Duration.ofSeconds(millis / 1000 + (millis % 1000 == 0 ? 0 : 1));
    }
}

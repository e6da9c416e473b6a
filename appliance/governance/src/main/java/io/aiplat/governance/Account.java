package io.aiplat.governance;

import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.BudgetMeter;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.limit.RateLimits;
import io.aiplat.governance.limit.Saturating;
import io.aiplat.governance.limit.SlidingCounter;
import io.aiplat.governance.limit.SpendHistory;
import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.model.spend.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Ledger account of one key, user or team: what it has reserved and spent, and its limits.
/// Everything but [#lock] is used under that lock only; whoever needs several accounts takes their locks in the order
/// key, user, team.
final class Account {
    // Sixty seconds with the running one: a limit per minute never refuses what an exact clock would allow.
    private static final int SECONDS = 60;

    final ReentrantLock lock = new ReentrantLock();
    private final LimitOwner holder;
    private Limits limits = Limits.NONE;
    private @Nullable SlidingCounter requests;
    private @Nullable SlidingCounter tokens;
    private List<BudgetMeter> meters = List.of();
    private int inFlight;
    private int arriving;
    private long openTokens;
    private long openMicros;

    Account(LimitOwner holder) {
        this.holder = holder;
    }

    LimitOwner holder() {
        return holder;
    }

    Limits limits() {
        return limits;
    }

    /// Puts other limits into force. Limits per minute that are new begin with nothing counted; budgets for a
    /// window that was not watched so far begin with what `past` knows of it.
    ///
    /// @param now  by the clock that is trusted; so in all methods
    /// @param from the time that budgets count from, now or before it; so in all methods
    void apply(Limits changed, long now, long from, SpendHistory past) {
        requests = changed.requestsPerMinute() == null ? null : requests == null ? perMinute(now) : requests;
        tokens = changed.tokensPerMinute() == null ? null : tokens == null ? perMinute(now) : tokens;
        List<BudgetMeter> next = new ArrayList<>();
        for (Budget budget : changed.budgets()) {
            next.add(meters.stream()
                    .filter(m -> m.budget().window().equals(budget.window()))
                    .findFirst()
                    .map(m -> m.with(budget))
                    .orElseGet(() -> new BudgetMeter(budget, holder, past)));
        }
        // Here and not when the next request comes: it would wait for the store.
        next.forEach(meter -> meter.total(from));
        meters = List.copyOf(next);
        limits = changed;
    }

    private static SlidingCounter perMinute(long now) {
        return new SlidingCounter(SECONDS, 1000, now);
    }

    /// The first limit that a request would break, or null if it fits.
    @Nullable
    RequestDenied refusal(ReservationRequest ask, long micros, long now, long from) {
        if (!limits.allows(ask.uses())) {
            String message = "the model " + ask.model() + " is not among those that " + holder.words() + " may use";
            return new RequestDenied(RequestDenied.Kind.MODEL_NOT_ALLOWED, null, message, 0, 0, 0, RateLimits.NONE);
        }
        Integer concurrent = limits.concurrentRequests();
        if (concurrent != null && inFlight >= concurrent) {
            return DenialMessages.concurrency(holder, concurrent, inFlight);
        }
        Long perMinute = limits.requestsPerMinute();
        if (perMinute != null && requests != null && requests.total(now) >= perMinute) {
            return DenialMessages.requests(
                    holder, perMinute, requests.total(now), requests.millisUntil(now, perMinute - 1));
        }
        Long most = limits.tokensPerMinute();
        if (most != null && tokens != null && Saturating.sum(tokens.total(now), ask.tokens()) > most) {
            return refusedTokens(tokens, most, ask.tokens(), now);
        }
        for (BudgetMeter meter : meters) {
            if (Saturating.sum(meter.total(from), micros) > meter.budget().micros()) {
                return refusedBudget(meter, micros, from);
            }
        }
        return null;
    }

    /// The first limit that has no room for any further request, whatever it asks, or null. Uploads under way
    /// count.
    ///
    /// @param micros the least that a request costs
    @Nullable
    RequestDenied refusal(long micros, long now, long from) {
        Integer concurrent = limits.concurrentRequests();
        if (concurrent != null && inFlight + arriving >= concurrent) {
            return DenialMessages.concurrency(holder, concurrent, inFlight + arriving);
        }
        Long perMinute = limits.requestsPerMinute();
        if (perMinute != null && requests != null && requests.total(now) + arriving >= perMinute) {
            return DenialMessages.requests(
                    holder, perMinute, requests.total(now) + arriving, requests.millisUntil(now, perMinute - 1));
        }
        Long most = limits.tokensPerMinute();
        if (most != null && tokens != null && tokens.total(now) >= most) {
            return refusedTokens(tokens, most, 1, now);
        }
        for (BudgetMeter meter : meters) {
            if (Saturating.sum(meter.total(from), micros) > meter.budget().micros()) {
                return refusedBudget(meter, micros, from);
            }
        }
        return null;
    }

    /// Counts a request whose body is under way, or does so no more.
    void arriving(int by) {
        arriving += by;
    }

    // Running requests reserve more than most of them use, and give the rest back as they end.
    private RequestDenied refusedTokens(SlidingCounter sum, long most, long asked, long now) {
        long used = sum.total(now);
        long wait = used - openTokens + asked <= most ? 0 : sum.millisUntil(now, most - asked);
        return DenialMessages.tokens(holder, most, used, asked, wait);
    }

    private RequestDenied refusedBudget(BudgetMeter meter, long asked, long from) {
        long most = meter.budget().micros();
        long used = meter.total(from);
        long wait = used - openMicros + asked <= most ? 0 : meter.millisUntil(from, most - asked);
        return DenialMessages.budget(holder, meter.budget(), used, asked, wait, openMicros);
    }

    /// Counts a request that is about to run.
    void reserve(long now, long from, long reservedTokens, long micros) {
        inFlight++;
        openTokens = Saturating.sum(openTokens, reservedTokens);
        openMicros = Saturating.sum(openMicros, micros);
        if (requests != null) {
            requests.add(now, now, 1);
        }
        if (tokens != null) {
            tokens.add(now, now, reservedTokens);
        }
        for (BudgetMeter meter : meters) {
            meter.reserve(from, now, micros);
        }
    }

    /// Counts a request that [#settle] did not, because another attempt was to stand for it.
    void asked(long at) {
        if (requests != null) {
            requests.correct(at, 1);
        }
    }

    /// Counts what a request has used instead of what was reserved for it.
    ///
    /// @param from that of [#reserve]
    /// @param ran  whether it counts as a request at all
    void settle(LedgerEntry reserved, long from, long usedTokens, long micros, boolean ran) {
        inFlight--;
        openTokens -= reserved.tokens();
        openMicros -= reserved.micros();
        if (requests != null && !ran) {
            requests.correct(reserved.at(), -1);
        }
        if (tokens != null) {
            tokens.correct(reserved.at(), usedTokens - reserved.tokens());
        }
        for (BudgetMeter meter : meters) {
            meter.settle(from, reserved.sequence(), micros - reserved.micros());
        }
    }

    /// Takes on a reservation that is open, where this account is made after it was: budgets have read it already.
    void adopt(LedgerEntry open) {
        inFlight++;
        openTokens = Saturating.sum(openTokens, open.tokens());
        openMicros = Saturating.sum(openMicros, open.micros());
    }

    /// Counts for limits per minute what was reserved before this account was made.
    void recall(long now, LedgerEntry reserved) {
        if (requests != null) {
            requests.fill(now, reserved.at(), 1);
        }
        if (tokens != null) {
            tokens.fill(now, reserved.at(), reserved.tokens());
        }
    }

    /// The same for its end.
    ///
    /// @param ran whether it counts as a request at all
    void recallEnd(LedgerEntry reserved, long usedTokens, boolean ran) {
        if (requests != null && !ran) {
            requests.correct(reserved.at(), -1);
        }
        if (tokens != null) {
            tokens.correct(reserved.at(), usedTokens - reserved.tokens());
        }
    }

    RateLimits.@Nullable Figures requestFigures(long now) {
        return figures(limits.requestsPerMinute(), requests, now);
    }

    RateLimits.@Nullable Figures tokenFigures(long now) {
        return figures(limits.tokensPerMinute(), tokens, now);
    }

    private static RateLimits.@Nullable Figures figures(@Nullable Long limit, @Nullable SlidingCounter sum, long now) {
        return limit == null || sum == null
                ? null
                : new RateLimits.Figures(
                        limit, Math.max(0, limit - sum.total(now)), Duration.ofMillis(sum.millisUntilEmpty(now)));
    }

    List<BudgetLeft> budgetsLeft(long from) {
        return meters.stream()
                .map(m -> new BudgetLeft(holder, m.budget(), m.budget().micros() - m.total(from)))
                .toList();
    }
}

package io.aiplat.governance;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.RateLimits;
import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.model.spend.Price;
import io.aiplat.model.spend.TokenUsage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Budget reservation: so much is set aside, and the upstream may be called.
/// Has one owner, who says once how it ended: [#settle], [#settleInFull] or [#release]. The first word counts and
/// later ones do nothing. [#close] without any settles in full: a path that was forgotten costs the client what it
/// may have used, and never loses spend.
public final class Reservation implements ReservationResult, AutoCloseable {
    private final Ledger ledger;
    private final KeyAccounts standing;
    private final ReservationRequest ask;
    private final LedgerEntry reserved;
    private final long from;
    private final RateLimits rates;
    private final @Nullable RequestDenied overlooked;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long micros;

    Reservation(
            Ledger ledger,
            KeyAccounts standing,
            ReservationRequest ask,
            LedgerEntry reserved,
            long from,
            RateLimits rates,
            @Nullable RequestDenied overlooked) {
        this.ledger = ledger;
        this.standing = standing;
        this.ask = ask;
        this.reserved = reserved;
        this.from = from;
        this.rates = rates;
        this.overlooked = overlooked;
        this.micros = reserved.micros();
    }

    /// The upstream said what was used, or the gateway has counted it. A price by the GPU hour is paid for
    /// the time since the reservation was made.
    public void settle(TokenUsage usage) {
        settle(usage, sinceReserved());
    }

    /// The same at the price of who answered.
    ///
    /// @param price    one of those that were reserved for
    /// @param computed how long GPUs of ours have worked for it, as it is shared out among requests: it is written
    ///     down and asks no price
    public void settle(TokenUsage usage, Price price, Duration computed) {
        settle(usage, sinceReserved(), price, computed);
    }

    /// The same where the time that a price by the GPU hour is for is known.
    public void settle(TokenUsage usage, Duration gpuTime) {
        settle(usage, gpuTime, ask.price(), Duration.ZERO);
    }

    /// Somebody was asked and has not answered, for which nothing is paid.
    ///
    /// @param computed how long GPUs of ours have worked for it all the same
    public void settleFailed(Duration computed) {
        settle(TokenUsage.NONE, Duration.ZERO, ask.price(), computed);
    }

    private void settle(TokenUsage usage, Duration gpuTime, Price price, Duration computed) {
        if (ended.compareAndSet(false, true)) {
            end(reserved.settled(usage, price.cost(usage, gpuTime)).computing(computed), usage.totalTokens());
        }
    }

    /// One attempt of the request has failed after its upstream may have worked on it, and there is to be another:
    /// what the first has used is settled, and as much is reserved anew, without counting as another request.
    ///
    /// @param used     null where nobody knows: then all that it may have cost is spent
    /// @param price    of who was asked, one of those that were reserved for
    /// @param computed how long GPUs of ours have worked for it
    /// @return a refusal where the limits cannot carry another attempt; this one is settled all the same
    /// @throws IllegalStateException if it was said already how this ended
    public ReservationResult again(@Nullable TokenUsage used, Price price, Duration computed) {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("it has ended");
        }
        LedgerEntry paid = used == null ? inFull(price) : reserved.settled(used, price.cost(used, sinceReserved()));
        LedgerEntry ending = paid.computing(computed);
        ReservationResult next = ledger.again(
                standing, ask, reserved, from, ending, used == null ? reserved.tokens() : used.totalTokens());
        micros = ending.micros();
        return next;
    }

    private LedgerEntry inFull(Price price) {
        long most = price.bound(ask.inputTokens(), ask.outputTokens(), ask.gpuTime());
        return reserved.settledInFull(Math.min(most, reserved.micros()));
    }

    private Duration sinceReserved() {
        long passed = ledger.now() - reserved.at();
        // Where an earlier time of day was believed meanwhile, nobody knows how long it took.
        return passed >= 0 ? Duration.ofMillis(passed) : ask.gpuTime();
    }

    /// Nobody knows what was used: all that was reserved is spent.
    public void settleInFull() {
        if (ended.compareAndSet(false, true)) {
            end(reserved.settledInFull(reserved.micros()), reserved.tokens());
        }
    }

    /// Nobody knows what was used, but who was asked: all that this one may have cost is spent.
    ///
    /// @param price    one of those that were reserved for
    /// @param computed how long GPUs of ours have worked for it
    public void settleInFull(Price price, Duration computed) {
        if (ended.compareAndSet(false, true)) {
            end(inFull(price).computing(computed), reserved.tokens());
        }
    }

    /// The upstream was never called: everything is given back, the request itself, too.
    public void release() {
        if (ended.compareAndSet(false, true)) {
            end(reserved.released(), 0);
        }
    }

    /// Settles in full, unless it was said how this ended.
    @Override
    public void close() {
        settleInFull();
    }

    private void end(LedgerEntry ending, long tokens) {
        if (ledger.settle(standing, reserved, from, ending, tokens)) {
            micros = ending.micros();
        }
    }

    /// The number of the reservation.
    long sequence() {
        return reserved.sequence();
    }

    /// Whose it is.
    KeySnapshot key() {
        return standing.key();
    }

    /// Micro-units: what is reserved, and once this has ended what was spent. Stays at what was reserved if
    /// the journal could not take the end, for then that is what will be charged.
    public long micros() {
        return micros;
    }

    @Override
    public RateLimits rates() {
        return rates;
    }

    /// What would have been said if the key were not in shadow mode.
    ///
    /// @return null if this would have been allowed anyway
    public @Nullable RequestDenied overlooked() {
        return overlooked;
    }
}

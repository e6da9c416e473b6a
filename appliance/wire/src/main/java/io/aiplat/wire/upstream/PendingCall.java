package io.aiplat.wire.upstream;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What calls have in common, however they are sent: a slot, a lifetime, and something to close.
abstract sealed class PendingCall implements UpstreamCall permits PlainCall, TlsCall {
    final CallState lifetime;
    private final ConcurrencyLimiter slots;
    private volatile ConcurrencyLimiter.@Nullable Waiter waiter;
    private boolean holdsSlot;

    PendingCall(ConcurrencyLimiter slots, UpstreamLimits limits, LongSupplier nanos) {
        this.slots = slots;
        this.lifetime = new CallState(nanos, limits.connect());
    }

    /// Closes whatever it is using at the moment. Called by any thread, at most once.
    abstract void cut();

    @Override
    public final void abort() {
        if (lifetime.abort()) {
            stop();
        }
    }

    /// Ends it if its time is over.
    final void expire(long now) {
        if (lifetime.expire(now)) {
            stop();
        }
    }

    private void stop() {
        ConcurrencyLimiter.Waiter waiting = waiter;
        if (waiting != null) {
            waiting.giveUp();
        }
        cut();
    }

    /// Takes a slot, waiting if it has to.
    final void takeSlot(CallTimeouts patience) throws UpstreamFailure {
        lifetime.check();
        if (slots.tryTake()) {
            holdsSlot = true;
            return;
        }
        lifetime.await(CallPhase.QUEUE, patience);
        ConcurrencyLimiter.Waiter waiting = new ConcurrencyLimiter.Waiter(this);
        waiter = waiting;
        if (!lifetime.isOpen()) {
            waiting.giveUp();
        }
        holdsSlot = slots.take(waiting);
        waiter = null;
        if (!lifetime.isOpen()) {
            giveSlotBack();
        }
        lifetime.check();
    }

    /// Gives the slot back, if it has one.
    final void giveSlotBack() {
        if (holdsSlot) {
            holdsSlot = false;
            slots.giveBack();
        }
    }
}

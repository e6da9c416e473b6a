package io.aiplat.wire.upstream;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What calls have in common, however they are sent: a slot, a lifetime, and something to close.
abstract sealed class PendingCall implements UpstreamCall permits PlainCall, TlsCall {
    final Lifetime lifetime;
    private final Slots slots;
    private volatile Slots.@Nullable Waiter waiter;
    private boolean holdsSlot;

    PendingCall(Slots slots, UpstreamLimits limits, LongSupplier nanos) {
        this.slots = slots;
        this.lifetime = new Lifetime(nanos, limits.connect());
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
        Slots.Waiter waiting = waiter;
        if (waiting != null) {
            waiting.giveUp();
        }
        cut();
    }

    /// Takes a slot, waiting if it has to.
    final void takeSlot(Patience patience) throws UpstreamFailure {
        lifetime.check();
        if (slots.tryTake()) {
            holdsSlot = true;
            return;
        }
        lifetime.await(Phase.QUEUE, patience);
        Slots.Waiter waiting = new Slots.Waiter(this);
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

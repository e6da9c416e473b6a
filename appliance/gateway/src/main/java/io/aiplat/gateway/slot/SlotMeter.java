package io.aiplat.gateway.slot;

import java.util.function.IntSupplier;

/// Slot meter of one server: how much of its GPUs each request has had that held a place there.
///
/// A request's GPU seconds are its time in a place, times the GPUs, over the places that were taken meanwhile:
/// `∫ gpus(t) / busy(t) dt` from its [#enter] to its end. That integral is the same for all who are there, so one is
/// kept for the server and each request takes the difference. Over all requests it comes to the GPUs times the time
/// in which any place was taken: nothing is counted twice, and nothing that was used is lost. Docs: decisions/cost.md.
///
/// Safe for several threads. Times are readings of one monotonic clock in nanoseconds, as [System#nanoTime].
public final class SlotMeter {
    private final IntSupplier gpus;
    private int busy;
    private long last;
    /// GPU nanoseconds of one who has been there since the server was idle last.
    private double share;

    /// A meter of a server where nobody is.
    ///
    /// @param gpus that the server computes on now, 0 for none; one that is partly used counts as a whole
    public SlotMeter(IntSupplier gpus) {
        this.gpus = gpus;
    }

    /// A place that is held: from when it was taken until [#leave].
    public final class Held {
        private final long from;
        private final double before;

        private Held(long from, double before) {
            this.from = from;
            this.before = before;
        }

        /// Gives the place back. To be called once.
        public SlotUse leave(long now) {
            return SlotMeter.this.leave(this, now);
        }
    }

    /// Takes a place.
    public synchronized Held enter(long now) {
        if (busy == 0) {
            // Small numbers stay exact: nobody is there who would miss what was before.
            share = 0;
            last = now;
        } else {
            advance(now);
        }
        busy++;
        return new Held(now, share);
    }

    private synchronized SlotUse leave(Held held, long now) {
        advance(now);
        busy--;
        return new SlotUse(Math.max(0, now - held.from), Math.round(share - held.before));
    }

    /// Counts up to now with as many as were there until now. Threads that read the clock one after the other may come
    /// here the other way round; what is behind is counted already.
    private void advance(long now) {
        long passed = now - last;
        if (passed > 0) {
            last = now;
            share += (double) passed * gpus.getAsInt() / busy;
        }
    }
}

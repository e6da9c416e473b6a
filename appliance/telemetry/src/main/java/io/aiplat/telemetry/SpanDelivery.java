package io.aiplat.telemetry;

import io.aiplat.model.ApplianceException;
import io.aiplat.telemetry.span.RequestSpans;
import io.aiplat.telemetry.span.SpanSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Delivery of spans to a store. No request waits for it: records are collected, and a thread of its own makes spans
/// of them a few times a second. What comes faster than the store takes it is dropped, and counted.
final class SpanDelivery implements AutoCloseable {
    /// Of what waits; a request without what was said in it is [#RECORD].
    static final long MOST_BYTES = 32 << 20;

    static final long RECORD = 2_048;
    /// Requests that are kept of one second. To keep one takes some 60 µs of processor time, twice what the gateway
    /// takes to answer it: so many are a few percent of a core, and a default shall not cost half the speed.
    static final int MOST_A_SECOND = 1_000;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /// Requests of one transaction of a store: enough that its cost is shared, few enough that nobody waits for it
    /// long.
    private static final int BATCH = 1_024;

    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final Duration END = Duration.ofSeconds(5);

    private final SpanSink sink;
    private final Metrics metrics;
    private final Consumer<String> trouble;
    // Where words are kept the request says so; names are those that the store's reader knows.
    private final Spans spans = new Spans(SemanticConvention.V1_41);
    private final ReentrantLock turn = new ReentrantLock();
    private final Thread thread;
    private List<RequestRecord> coming = new ArrayList<>();
    private long bytes;
    private long second = -1;
    private int thisSecond;
    private boolean resting;
    private boolean closed;
    /// The thread's own.
    private boolean failing;

    /// @param trouble is told when the store takes nothing, and when it does so again
    SpanDelivery(SpanSink sink, Metrics metrics, Consumer<String> trouble) {
        this.sink = sink;
        this.metrics = metrics;
        this.trouble = trouble;
        this.thread = Thread.ofPlatform().daemon().name("span-store").start(this::run);
    }

    /// Takes a record that is over.
    void finished(RequestRecord request) {
        long size = RECORD + 2 * (length(request.input()) + length(request.output()));
        boolean wake;
        turn.lock();
        try {
            if (closed || bytes + size > MOST_BYTES || isTooOften(request.ended() / SECOND)) {
                metrics.stored("dropped", count(request));
                return;
            }
            coming.add(request);
            bytes += size;
            wake = resting;
            resting = false;
        } finally {
            turn.unlock();
        }
        if (wake) {
            LockSupport.unpark(thread);
        }
    }

    private boolean isTooOften(long now) {
        if (now != second) {
            second = now;
            thisSecond = 0;
        }
        return ++thisSecond > MOST_A_SECOND;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static int count(RequestRecord request) {
        return 1 + request.attempts().size();
    }

    private void run() {
        while (collected()) {
            deliver();
        }
        deliver();
    }

    /// Waits for a record, and then a little for more of them.
    ///
    /// @return false if there will be none
    private boolean collected() {
        while (true) {
            turn.lock();
            try {
                if (closed) {
                    return false;
                }
                resting = coming.isEmpty();
                if (!resting) {
                    break;
                }
            } finally {
                turn.unlock();
            }
            LockSupport.park(this);
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
        return true;
    }

    private void deliver() {
        List<RequestRecord> taken;
        turn.lock();
        try {
            taken = coming;
            coming = new ArrayList<>();
            bytes = 0;
        } finally {
            turn.unlock();
        }
        for (int from = 0; from < taken.size(); from += BATCH) {
            deliver(taken.subList(from, Math.min(from + BATCH, taken.size())));
        }
    }

    private void deliver(List<RequestRecord> batch) {
        int count = batch.stream().mapToInt(SpanDelivery::count).sum();
        try {
            List<RequestSpans> requests = new ArrayList<>(batch.size());
            for (RequestRecord request : batch) {
                requests.add(spans.of(request));
            }
            sink.take(requests);
            metrics.stored("stored", count);
            if (failing) {
                trouble.accept("traces of requests are kept again");
            }
            failing = false;
        } catch (RuntimeException e) {
            metrics.stored("failed", count);
            if (!failing) {
                trouble.accept("traces of requests are not kept; those that are lost are counted"
                        + " (aiplat_gateway_stored_spans_total): "
                        + (e instanceof ApplianceException known
                                ? known.problem().what()
                                : e.toString()));
            }
            failing = true;
        }
    }

    /// Delivers what is left, for five seconds at most. What comes later is dropped, and counted.
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
        } finally {
            turn.unlock();
        }
        LockSupport.unpark(thread);
        try {
            thread.join(END);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.aiplat.telemetry;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Tells that a collector takes no spans, and when it takes them again. What fails in between is only counted: a
/// collector that is down for a night shall not fill the log, nor one that fails every second time.
final class ExportOutage {
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final URI collector;
    private final Consumer<String> tell;
    private final LongSupplier ticks;
    private boolean told;
    private long toldAt;

    /// @param ticks nanoseconds that never go back
    ExportOutage(URI collector, Consumer<String> tell, LongSupplier ticks) {
        this.collector = collector;
        this.tell = tell;
        this.ticks = ticks;
        this.toldAt = ticks.getAsLong() - PAUSE;
    }

    /// It took spans.
    synchronized void ended() {
        if (told) {
            told = false;
            tell.accept("the collector at " + collector + " takes spans again");
        }
    }

    /// It did not.
    ///
    /// @param failure as the library puts it; null where it says nothing
    synchronized void failed(@Nullable Throwable failure) {
        long now = ticks.getAsLong();
        if (told || now - toldAt < PAUSE) {
            return;
        }
        told = true;
        toldAt = now;
        tell.accept("the collector at " + collector + " takes no spans; those that fail are counted"
                + " (aiplat_gateway_spans_total): " + why(failure));
    }

    /// What the library makes of a status has no cause; what it makes of anything else has.
    private static String why(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : failure.getCause();
        if (cause instanceof UncheckedIOException wrapped) {
            cause = wrapped.getCause();
        }
        if (cause == null) {
            return "it refuses them";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}

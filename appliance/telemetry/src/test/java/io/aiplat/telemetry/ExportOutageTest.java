package io.aiplat.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportOutageTest {
    private static final String DOWN = "the collector at http://c:4318 takes no spans; those that fail are counted"
            + " (aiplat_gateway_spans_total): ";
    private static final String BACK = "the collector at http://c:4318 takes spans again";

    private final List<String> told = new ArrayList<>();
    private long now = Long.MAX_VALUE;
    private final ExportOutage outage = new ExportOutage(URI.create("http://c:4318"), told::add, () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /// A failure as the library wraps it.
    private static Throwable library(IOException failure) {
        return new IllegalStateException(new UncheckedIOException(failure));
    }

    @Test
    void anOutageIsToldOnceAndItsEndToo() {
        outage.ended();
        for (int hour = 0; hour < 12; hour++) {
            outage.failed(library(new ConnectException("Connection refused")));
            pass(Duration.ofHours(1));
        }
        outage.ended();
        outage.ended();

        assertEquals(List.of(DOWN + "Connection refused", BACK), told);
    }

    @Test
    void oneThatFailsNowAndThenIsToldOnceAMinute() {
        for (int second = 0; second < 150; second += 2) {
            outage.failed(library(new ConnectException()));
            outage.ended();
            pass(Duration.ofSeconds(2));
        }

        assertEquals(
                List.of(
                        DOWN + "ConnectException",
                        BACK,
                        DOWN + "ConnectException",
                        BACK,
                        DOWN + "ConnectException",
                        BACK),
                told);
    }

    @Test
    void aStatusHasNoCause() {
        outage.failed(new IllegalStateException());

        assertEquals(List.of(DOWN + "it refuses them"), told);
    }
}

package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final List<String> told = new ArrayList<>();

    private String start(Lifecycle services, String name) {
        return services.start(
                () -> {
                    told.add("start " + name);
                    return name;
                },
                service -> told.add("close " + service));
    }

    private static void closesBadly(Lifecycle services, Throwable failure) {
        services.start(() -> failure, LifecycleTest::sneak);
    }

    private static void sneak(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Test
    void startsInOrderAndClosesInReverse() {
        try (Lifecycle _ = Lifecycle.open(list -> {
            assertEquals("store", start(list, "store"));
            start(list, "server");
            return list;
        })) {
            assertEquals(List.of("start store", "start server"), told);
        }
        assertEquals(List.of("start store", "start server", "close server", "close store"), told);
    }

    @Test
    void aFailedStartClosesWhatWasStarted() {
        RuntimeException taken = new IllegalStateException("the port is taken");
        assertSame(
                taken,
                assertThrows(
                        IllegalStateException.class,
                        () -> Lifecycle.open(list -> {
                            start(list, "store");
                            start(list, "telemetry");
                            list.start(
                                    () -> {
                                        throw taken;
                                    },
                                    _ -> told.add("close server"));
                            return start(list, "pinner");
                        })));
        assertEquals(List.of("start store", "start telemetry", "close telemetry", "close store"), told);
    }

    @Test
    void aFailureBetweenStartsIsOne() {
        assertThrows(
                OutOfMemoryError.class,
                () -> Lifecycle.open(list -> {
                    start(list, "store");
                    throw new OutOfMemoryError("not really");
                }));
        assertEquals(List.of("start store", "close store"), told);
    }

    @Test
    void theFirstFailureOfAStartKeepsThoseOfClosing() {
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalStateException("second");
        Error third = new AssertionError("third");
        assertSame(
                first,
                assertThrows(
                        IllegalStateException.class,
                        () -> Lifecycle.open(list -> {
                            start(list, "store");
                            closesBadly(list, third);
                            closesBadly(list, second);
                            throw first;
                        })));
        assertArrayEquals(new Throwable[] {second, third}, first.getSuppressed());
        assertEquals(List.of("start store", "close store"), told);
    }

    @Test
    void closingGoesOnAfterAFailure() {
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalStateException("second");
        Lifecycle services = Lifecycle.open(list -> {
            start(list, "store");
            closesBadly(list, second);
            start(list, "telemetry");
            closesBadly(list, first);
            return list;
        });
        assertSame(first, assertThrows(IllegalStateException.class, services::close));
        assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
        assertEquals(List.of("start store", "start telemetry", "close telemetry", "close store"), told);
    }

    @Test
    void oneFailureOfAllIsThrownOnce() {
        RuntimeException only = new IllegalStateException("the disk is full");
        Lifecycle services = Lifecycle.open(list -> {
            closesBadly(list, only);
            closesBadly(list, only);
            return list;
        });
        assertSame(only, assertThrows(IllegalStateException.class, services::close));
        assertArrayEquals(new Throwable[0], only.getSuppressed());
    }

    @Test
    void closingAgainDoesNothing() {
        Lifecycle services = Lifecycle.open(list -> {
            start(list, "store");
            return list;
        });
        services.close();
        services.close();
        assertEquals(List.of("start store", "close store"), told);
    }
}

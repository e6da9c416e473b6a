package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    @Test
    void writesEveryLineOfManyThreadsBeforeItIsClosed() throws InterruptedException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RequestLog log = RequestLog.into(file);
        Thread[] requests = IntStream.range(0, 8)
                .mapToObj(i -> Thread.startVirtualThread(() -> say(log, i)))
                .toArray(Thread[]::new);
        for (Thread request : requests) {
            request.join();
        }
        log.close();
        log.accept("too late");

        assertEquals(
                IntStream.range(0, 8)
                        .boxed()
                        .flatMap(i -> IntStream.range(0, 500).mapToObj(n -> "request=" + i + "-" + n))
                        .collect(Collectors.toSet()),
                file.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toSet()));
    }

    private static void say(RequestLog log, int request) {
        for (int n = 0; n < 500; n++) {
            log.accept("request=" + request + "-" + n);
        }
    }

    @Test
    void writesWhileItIsOpen() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        try (RequestLog log = RequestLog.into(new OutputStream() {
            @Override
            public void write(int b) {
                written.countDown();
            }
        })) {
            log.accept("a line");

            assertTrue(written.await(30, TimeUnit.SECONDS), "nothing was written");
        }
    }

    /// A disk that does not answer holds up nobody but the log.
    @Test
    void linesThatNobodyTakesAreLostAndNobodyWaits() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RequestLog log = RequestLog.into(new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("lines are written together");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                stuck.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                file.write(bytes, offset, length);
            }
        });
        log.accept("first");
        stuck.await();
        String line = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            log.accept(line);
        }
        goOn.countDown();
        log.close();

        assertTrue(file.size() < 5 << 20, "kept " + file.size() + " bytes of 20 MiB");
        assertTrue(file.toString(StandardCharsets.UTF_8).startsWith("first\n"));
    }
}

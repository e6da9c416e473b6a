package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.GpuHandover;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What containers do, over whatever way the engine is reached.
interface ContainersContract {
    long MEGABYTE = 1L << 20;

    ContainerEngine engine();

    /// A running container of busybox that prints `hello` and sleeps.
    String name();

    static ContainerRequest request(String name, String network, Map<Integer, Integer> ports) {
        return new ContainerRequest(
                name,
                RealEngine.BUSYBOX.nameAndTag(),
                List.of("sh", "-c", "echo hello; echo oops >&2; trap 'exit 0' TERM; while :; do sleep 0.1; done"),
                Map.of("A", "b"),
                Map.of("io.aiplat.test", name),
                false,
                "",
                Map.of(),
                Map.of(),
                List.of("/scratch"),
                ports,
                List.of(),
                GpuHandover.NONE,
                network);
    }

    @Test
    @Timeout(60)
    default void standardInputReachesAProgramToItsLastByteAndEnds() {
        for (int i = 0; i < 3; i++) {
            InputStream zeros = new Zeros(64 * MEGABYTE);
            ExecResult result = engine().containers().exec(name(), List.of("wc", "-c"), zeros);
            assertEquals("67108864", result.out().strip());
            assertEquals(0, result.exitCode());
        }
    }

    @Test
    @Timeout(60)
    default void anEmptyInputEndsToo() {
        ExecResult result = engine().containers().exec(name(), List.of("cat"), new ByteArrayInputStream(new byte[0]));
        assertEquals(new ExecResult(0, "", ""), result);
    }

    @Test
    @Timeout(60)
    default void aProgramThatAnswersWhileItReadsBlocksNobody() {
        ExecResult result = engine().containers().exec(name(), List.of("cat"), new Zeros(16 * MEGABYTE));
        assertEquals(16 * MEGABYTE, result.out().length());
    }

    @Test
    @Timeout(60)
    default void aProgramMayEndBeforeItHasReadEverything() {
        ExecResult result = engine().containers()
                .exec(
                        name(),
                        List.of("sh", "-c", "head -c 10 >/dev/null; echo enough >&2; exit 7"),
                        new Zeros(64 * MEGABYTE));
        assertEquals(7, result.exitCode());
        assertEquals("enough\n", result.error());
    }

    @Test
    @Timeout(60)
    default void outputAndErrorAndExitCodeAreToldApart() {
        assertEquals(
                new ExecResult(3, "out\n", "err\n"),
                engine().containers().exec(name(), List.of("sh", "-c", "echo out; echo err >&2; exit 3")));
    }

    @Test
    @Timeout(60)
    default void outputIsHandedOnWhileItIsWritten() throws Exception {
        try (PipedInputStream seen = new PipedInputStream();
                PipedOutputStream out = new PipedOutputStream(seen)) {
            ByteArrayOutputStream error = new ByteArrayOutputStream();
            FutureTask<Integer> exit = new FutureTask<>(() -> engine().containers()
                    .exec(
                            name(),
                            List.of("sh", "-c", "echo one; while [ ! -e /go ]; do sleep 0.1; done; echo e >&2; exit 4"),
                            out,
                            error));
            Thread.ofVirtual().start(exit);
            assertEquals("one\n", new String(seen.readNBytes(4), StandardCharsets.UTF_8), "before it ends");
            engine().containers().exec(name(), List.of("touch", "/go"));
            assertEquals(4, exit.get());
            assertEquals("e\n", error.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    @Timeout(60)
    default void anInputThatNeverEndsIsNotWaitedFor() {
        InputStream person = new InputStream() {
            @Override
            public int read() {
                while (true) {
                    LockSupport.park();
                    Thread.interrupted();
                }
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(6, engine().containers().exec(name(), List.of("sh", "-c", "exit 6"), person, out, out));
    }

    @Test
    @Timeout(60)
    default void whatIsWatchedEndsWithTheWatcher() throws Exception {
        try (PipedInputStream seen = new PipedInputStream();
                PipedOutputStream out = new PipedOutputStream(seen)) {
            String program = "trap 'touch /told; exit 5' INT; echo one; while :; do sleep 0.1; done";
            FutureTask<Boolean> watch = new FutureTask<>(() -> {
                int exit = engine().containers().watch(name(), List.of("sh", "-c", program), out);
                return exit == 130 && Thread.interrupted();
            });
            Thread watcher = Thread.ofVirtual().start(watch);
            assertEquals("one\n", new String(seen.readNBytes(4), StandardCharsets.UTF_8));
            watcher.interrupt();
            assertTrue(watch.get(), "130, and still interrupted");
            assertTrue(engine().containers().read(name(), "/told").isPresent(), "it was told to end");
        }
    }

    @Test
    @Timeout(60)
    default void whatIsWatchedMayEndByItself() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(3, engine().containers().watch(name(), List.of("sh", "-c", "echo a; echo b >&2; exit 3"), out));
        assertEquals("a\nb\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    @Timeout(60)
    default void aProgramThatIsNotThereIsToldFromOneThatFails() {
        int code;
        try {
            code = engine().containers()
                    .exec(name(), List.of("no-such-program"))
                    .exitCode();
        } catch (ApplianceException e) {
            assertEquals("HOST_ENGINE_FAILED", e.problem().code().id());
            return;
        }
        assertTrue(code == 126 || code == 127, "exit code " + code);
    }

    @Test
    @Timeout(60)
    default void filesGoInAndOut() {
        byte[] content = "über\0".getBytes(StandardCharsets.UTF_8);
        engine().containers().put(name(), Map.of("/made/here/file", content));
        assertArrayEquals(
                content, engine().containers().read(name(), "/made/here/file").orElseThrow());
        assertEquals(Optional.empty(), engine().containers().read(name(), "/not/here"));
    }

    @Test
    @Timeout(60)
    default void theLogIsReadAndFollowed() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        engine().containers().logs(name(), 10, false, lines::add);
        lines.sort(null);
        assertEquals(List.of("hello", "oops"), lines);
        List<String> followed = new ArrayList<>();
        Thread follower = Thread.ofVirtual()
                .start(() -> engine().containers().logs(name(), 10, true, line -> {
                    synchronized (followed) {
                        followed.add(line);
                        followed.notifyAll();
                    }
                }));
        synchronized (followed) {
            while (followed.size() < 2) {
                followed.wait();
            }
        }
        follower.interrupt();
        follower.join();
    }

    @Test
    @Timeout(60)
    default void itsStateIsTold() {
        ContainerState state = engine().containers().find(name()).orElseThrow();
        assertTrue(state.running());
        assertEquals(name(), state.labels().get("io.aiplat.test"));
        assertEquals(Optional.empty(), engine().containers().find(name() + "-not"));
        assertFalse(state.oomKilled());
    }

    @Test
    @Timeout(60)
    default void aNameIsGivenOnce() {
        ContainerRequest again = request(name(), "bridge", Map.of());
        var refusal = assertThrows(
                ApplianceException.class, () -> engine().containers().create(again));
        assertTrue(
                refusal.problem().why().contains("already in use"),
                refusal.problem().why());
    }

    /// So many zeros.
    final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(left, length);
            Arrays.fill(buffer, offset, offset + n, (byte) 0);
            left -= n;
            return n;
        }
    }
}

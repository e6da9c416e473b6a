package io.aiplat.inference.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who gets which process when, with processes that are none.
@Timeout(60)
class ModelProcessPoolTest {
    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    /// A model that is told to load by a number.
    private record Model(String name, Integer loading) implements ProcessModel {
        @Override
        public int contextLength() {
            return loading;
        }

        @Override
        public long memory() {
            return 0;
        }
    }

    private final class Fake implements ModelProcess {
        private final Model model;
        private volatile boolean alive = true;

        Fake(Model model) {
            this.model = model;
            loads.incrementAndGet();
            running.incrementAndGet();
        }

        @Override
        public boolean alive() {
            return alive;
        }

        @Override
        public long pid() {
            return model.loading();
        }

        @Override
        public synchronized void kill() {
            if (alive) {
                alive = false;
                running.decrementAndGet();
            }
        }
    }

    private ModelProcessPool<Model, Fake> pool(int processes, int slots) {
        return new ModelProcessPool<>(new PoolLimits(processes, slots, 1000, Duration.ofMinutes(5)), () -> 1, model -> {
            Thread.sleep(5);
            return new Fake(model);
        });
    }

    @Test
    void saysWhatIsInMemoryAndForHowLong() throws Exception {
        try (ModelProcessPool<Model, Fake> pool = pool(2, 1)) {
            Instant before = Instant.now();
            pool.use(new Model("kept", 7), Duration.ofSeconds(-1), _ -> {});
            pool.use(new Model("leaving", 8), null, _ -> {
                SeatedProcess used = pool.seated().getLast();
                assertTrue(used.busy());
                assertNull(used.until(), "it leaves when it is done at the earliest");
            });
            List<SeatedProcess> seated = pool.seated();
            assertEquals(
                    List.of("kept", "leaving"),
                    seated.stream().map(SeatedProcess::model).toList());
            SeatedProcess leaving = seated.getLast();
            assertNull(seated.getFirst().until(), "it stays");
            assertEquals(8, leaving.context());
            assertFalse(leaving.busy());
            assertFalse(leaving.since().isBefore(before));
            Instant until = Objects.requireNonNull(leaving.until());
            assertTrue(until.isAfter(before.plus(Duration.ofMinutes(4)))
                    && until.isBefore(before.plus(Duration.ofMinutes(6))));
            pool.alone("kept", () -> {});
            assertEquals(1, pool.seated().size());
        }
    }

    @Test
    void manyAtOnceShareAProcessAndNobodyIsUnloadedUnder() throws Exception {
        try (ModelProcessPool<Model, Fake> pool = pool(2, 3);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                int turn = i;
                all.add(clients.submit(() -> {
                    Random random = new Random(turn);
                    Model model = new Model("m" + random.nextInt(3), random.nextInt(10) == 0 ? 2 : 1);
                    pool.use(model, turn % 7 == 0 ? Duration.ZERO : null, process -> {
                        assertEquals(model, process.model);
                        Thread.sleep(random.nextInt(4));
                        assertTrue(process.alive(), "it is in use");
                        assertTrue(running.get() <= 2, "processes");
                    });
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(50, TimeUnit.SECONDS);
            }
        }
        assertEquals(0, running.get());
    }

    @Test
    void theSecondOfTwoThatComeBeforeItIsLoadedNeedsNotWaitForTheFirst() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (ModelProcessPool<Model, Fake> pool = pool(1, 2);
                    ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                Model model = new Model("m", 1);
                var first = clients.submit(() -> pool.lease(model, null));
                var second = clients.submit(() -> pool.lease(model, null));
                first.get(10, TimeUnit.SECONDS);
                second.get(10, TimeUnit.SECONDS);
            }
        }
        assertEquals(20, loads.get());
    }

    @Test
    void modelsThatNobodyUsesGoWhenOthersNeedMemory() throws Exception {
        AtomicLong machine = new AtomicLong(100);
        PoolLimits limits = new PoolLimits(3, 1, 10, Duration.ofMinutes(5), 50);
        try (ModelProcessPool<Model, Fake> pool =
                new ModelProcessPool<>(limits, () -> 1000, machine::get, model -> new Fake(model))) {
            pool.use(new Model("first", 1), null, _ -> {});
            pool.use(new Model("second", 1), Duration.ofSeconds(-1), _ -> {});
            try (var used = pool.lease(new Model("used", 1), null)) {
                machine.set(40);

                Eventually.holds("all that nobody uses is gone", () -> running.get() == 1);

                assertTrue(used.process().alive());
                assertTrue(pool.pid("used").isPresent());
            }
        }
    }

    @Test
    void nothingIsLoadedThatWouldTakeOfWhatStaysFree() {
        PoolLimits limits = new PoolLimits(1, 1, 10, Duration.ofMinutes(5), 50);
        try (ModelProcessPool<Model, Fake> pool =
                new ModelProcessPool<>(limits, () -> 49, () -> 49, model -> new Fake(model))) {
            var refused = assertThrows(
                    ApplianceException.class,
                    () -> pool.lease(new Model("m", 1), null).close());

            assertEquals("MODELS_MEMORY_SHORT", refused.problem().code().id());
        }
    }

    @Test
    void aDeadProcessIsReplacedAndOneToBeLoadedOtherwiseWaitsForItsUsers() throws Exception {
        try (ModelProcessPool<Model, Fake> pool = pool(1, 2);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var lease = pool.lease(new Model("m", 1), null);
            var otherwise = clients.submit(() -> pool.lease(new Model("m", 2), null));
            Thread.sleep(100);
            assertFalse(otherwise.isDone());
            lease.close();
            otherwise.get(10, TimeUnit.SECONDS).process().kill();
            assertTrue(pool.lease(new Model("m", 2), null).process().alive());
        }
    }
}

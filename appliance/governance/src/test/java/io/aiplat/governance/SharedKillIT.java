package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two gateways with a thousand clients at once on one budget in one database; one of them is killed, or stands still.
class SharedKillIT {
    private static final long BUDGET = 2_000_000;
    private static final int CLIENTS = 500;

    private final AtomicLong spent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicLong least = new AtomicLong(Long.MAX_VALUE);
    private final AtomicBoolean over = new AtomicBoolean();
    /// Requests that clients here may send; null for any number.
    private volatile @Nullable Semaphore allowed;
    private final List<String> lost = Collections.synchronizedList(new ArrayList<>());

    private final GovernanceListener listener = new GovernanceListener() {
        @Override
        public void gatewayLost(String gateway, int requests) {
            lost.add(requests + " of " + gateway.substring(gateway.indexOf('/') + 1));
        }
    };

    @Test
    void overspendsNothingAndLosesNothing() throws Exception {
        try (SharedStore store = new SharedStore()) {
            store.fresh();
            try (Governance survivor = store.gateway(listener)) {
                List<String> said = crowd(survivor, store, victim -> {
                    victim.destroyForcibly();
                    victim.onExit().join();
                    long open = open(store, victim);
                    assertTrue(open > 0, "nothing was open when it was killed");
                    Eventually.holds("its lease runs out", Duration.ofSeconds(20), () -> !lost.isEmpty());
                    assertEquals(open + " of " + victim.pid(), lost.getFirst());
                });
                balance(survivor, said);
            }
        }
    }

    /// A machine that is suspended, or a network that is cut: it may hold the lock of the log, it is taken for dead,
    /// and
    /// it goes on and says how requests ended that were charged long since.
    @Test
    void oneThatWasFrozenHoldsNobodyUpAndGoesOn() throws Exception {
        try (SharedStore store = new SharedStore()) {
            store.fresh();
            try (Governance survivor = store.gateway(listener)) {
                List<String> said = crowd(survivor, store, victim -> {
                    // Or the budget would be spent before the lease has run out.
                    Semaphore few = new Semaphore(0);
                    allowed = few;
                    signal("STOP", victim);
                    Eventually.holds("its lease runs out", Duration.ofSeconds(20), () -> !lost.isEmpty());
                    assertTrue(lost.getFirst().endsWith(" of " + victim.pid()), lost.toString());
                    int before = granted.get();
                    few.release(200);
                    Eventually.holds("others go on", Duration.ofSeconds(20), () -> granted.get() > before + 100);
                    signal("CONT", victim);
                    Eventually.holds("it is back", Duration.ofSeconds(20), () -> open(store, victim) > 0);
                    allowed = null;
                });
                balance(survivor, said);
            }
        }
    }

    private interface Blow {
        void falls(ProcessHandle victim) throws Exception;
    }

    /// All clients at once, here and in another process, until the budget is spent.
    private List<String> crowd(Governance survivor, SharedStore store, Blow blow) throws Exception {
        IssuedKey key = survivor.administration()
                .createKey(new NewKey(
                        "laptop", Role.ORDINARY, null, null, KeySettings.PLAIN.with(Office.budget("2/month"))));
        KeySnapshot snapshot = (KeySnapshot) survivor.admit(key.token().value());
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> clients = IntStream.range(0, CLIENTS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> client(survivor, snapshot, start)))
                .toList();
        Thread watch = Thread.ofVirtual().start(() -> watch(survivor));
        Process victim = victim(store, key);
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        Thread reader = Thread.ofVirtual().start(() -> read(victim, said, start));
        try {
            Eventually.holds("it spends", Duration.ofSeconds(60), () -> said.size() >= 1500);
            blow.falls(victim.toHandle());
            refused.set(0);
            Eventually.holds("the budget is spent", Duration.ofSeconds(60), () -> refused.get() > CLIENTS);
        } finally {
            // Not the process itself: that would close what it has said and we have not read.
            victim.toHandle().destroyForcibly();
            over.set(true);
        }
        reader.join();
        for (Thread client : clients) {
            client.join();
        }
        watch.join();
        Eventually.holds(
                "nothing is open",
                Duration.ofSeconds(20),
                () -> store.asks("SELECT count(*) FROM aiplat.open_reservations")
                        .equals("0"));
        return said;
    }

    private static long open(SharedStore store, ProcessHandle victim) {
        return Long.parseLong(store.asks("SELECT count(*) FROM aiplat.open_reservations o"
                + " JOIN aiplat.gateways g ON g.id = o.gateway WHERE g.name LIKE '%/" + victim.pid() + "'"));
    }

    private static void signal(String name, ProcessHandle victim) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, "" + victim.pid())
                        .start()
                        .waitFor());
    }

    private static void read(Process victim, List<String> said, CountDownLatch start) {
        try (BufferedReader output = victim.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                // Both at once from here on.
                start.countDown();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void balance(Governance survivor, List<String> said) {
        long left = left(survivor);
        LocalDate today = LocalDate.now();
        List<SpendRow> rows = survivor.administration().spend(SpendBy.MODEL, today.minusDays(1), today.plusDays(1));
        long here = micros(rows, "survivor");
        long there = micros(rows, "victim");
        long told = sum(said, "granted ");
        long giving = sum(said, "giving ");
        System.out.printf(
                "spent %d here and %d there of %d; there were granted %d, given back at most %d; least left %d%n",
                here, there, BUDGET, told, giving, least.get());
        // Overspend: 0.
        assertTrue(least.get() >= 0, "once " + least.get() + " were left");
        assertTrue(here + there <= BUDGET, here + there + " spent");
        assertEquals(BUDGET - here - there, left, "what is not spent is there to be spent");
        // Lost: 0. What the one that lives has spent is known to a millionth.
        assertEquals(spent.get(), here);
        // The other has spent at least what it was granted and did not begin to give back.
        assertTrue(there >= told - giving, there + " of " + told + " less " + giving);
        assertTrue(told > giving, "it has spent");
    }

    private static long micros(List<SpendRow> rows, String model) {
        return rows.stream()
                .filter(row -> row.name().equals(model))
                .mapToLong(SpendRow::micros)
                .sum();
    }

    private static long sum(List<String> said, String word) {
        return said.stream()
                .filter(line -> line.startsWith(word))
                .mapToLong(line -> Long.parseLong(line.substring(word.length())))
                .sum();
    }

    private static long left(Governance governance) {
        return governance.budgetsLeft().stream()
                .mapToLong(BudgetLeft::micros)
                .min()
                // Where the lock is held by one that stands still nobody is told for a while.
                .orElse(Long.MAX_VALUE);
    }

    private void watch(Governance governance) {
        while (!over.get()) {
            least.accumulateAndGet(left(governance), Math::min);
        }
    }

    private void client(Governance governance, KeySnapshot key, CountDownLatch start) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            start.await();
            while (!over.get()) {
                Semaphore few = allowed;
                if (few != null && !few.tryAcquire()) {
                    Thread.sleep(5);
                    continue;
                }
                int asked = random.nextInt(1, 1000);
                ReservationRequest ask = new ReservationRequest("survivor", 0, asked, Office.PER_TOKEN, List.of());
                switch (governance.reserve(key, ask)) {
                    case Reservation held -> {
                        granted.incrementAndGet();
                        Thread.sleep(random.nextInt(30));
                        int used = random.nextInt(3) == 0 ? random.nextInt(asked) : asked;
                        spent.addAndGet(used);
                        held.settle(Office.used(used));
                    }
                    case RequestDenied no -> {
                        if (no.kind() == RequestDenied.Kind.BUDGET) {
                            refused.incrementAndGet();
                        }
                        Thread.sleep(random.nextInt(30));
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process victim(SharedStore store, IssuedKey key) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SharedVictim.class.getName(),
                        store.server.url(store.name()),
                        PostgresServer.USER,
                        PostgresServer.PASSWORD,
                        key.token().value()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

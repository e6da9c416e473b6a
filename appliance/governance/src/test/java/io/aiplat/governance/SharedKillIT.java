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
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Two gateways with a thousand clients at once on one budget in one database; one of them is killed.
class SharedKillIT {
    private static final long BUDGET = 2_000_000;
    private static final int CLIENTS = 500;

    private final AtomicLong spent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong least = new AtomicLong(Long.MAX_VALUE);
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<String> lost = Collections.synchronizedList(new ArrayList<>());

    private final GovernanceListener listener = new GovernanceListener() {
        @Override
        public void gatewayLost(String gateway, int requests) {
            lost.add(gateway + " with " + requests);
        }
    };

    @Test
    void overspendsNothingAndLosesNothing() throws Exception {
        try (SharedStore store = new SharedStore()) {
            store.fresh();
            try (Governance survivor = store.gateway(listener)) {
                IssuedKey key = survivor.administration()
                        .createKey(new NewKey(
                                "laptop", Role.ORDINARY, null, null, KeySettings.PLAIN.with(Office.budget("2/month"))));
                KeySnapshot snapshot = (KeySnapshot) survivor.admit(key.token().value());
                CountDownLatch start = new CountDownLatch(1);
                List<Thread> clients = IntStream.range(0, CLIENTS)
                        .mapToObj(_ -> Thread.ofVirtual().start(() -> client(survivor, snapshot, start)))
                        .toList();
                Thread watch = Thread.ofVirtual().start(() -> watch(survivor));

                List<String> said = killAfter(1500, store, key, start);

                long open = Long.parseLong(store.asks("SELECT count(*) FROM aiplat.open_reservations o"
                        + " JOIN aiplat.gateways g ON g.id = o.gateway WHERE g.name LIKE '%/" + victim + "'"));
                assertTrue(open > 0, "nothing was open when it was killed");
                Eventually.holds("its lease runs out", Duration.ofSeconds(20), () -> !lost.isEmpty());
                assertTrue(lost.getFirst().endsWith(" with " + open), lost + ", of which were open " + open);
                Eventually.holds("the budget is spent", Duration.ofSeconds(60), () -> refused.get() > CLIENTS);
                over.set(true);
                for (Thread client : clients) {
                    client.join();
                }
                watch.join();
                balance(survivor, said);
            }
        }
    }

    private void balance(Governance survivor, List<String> said) {
        long left = left(survivor);
        LocalDate today = LocalDate.now();
        List<SpendRow> rows = survivor.administration().spend(SpendBy.MODEL, today.minusDays(1), today.plusDays(1));
        long here = micros(rows, "survivor");
        long there = micros(rows, "victim");
        long granted = sum(said, "granted ");
        long giving = sum(said, "giving ");
        System.out.printf(
                "spent %d here and %d there of %d; there were granted %d, given back at most %d; least left %d%n",
                here, there, BUDGET, granted, giving, least.get());
        // Overspend: 0.
        assertTrue(least.get() >= 0, "once " + least.get() + " were left");
        assertTrue(here + there <= BUDGET, here + there + " spent");
        assertEquals(BUDGET - here - there, left, "what is not spent is there to be spent");
        // Lost: 0. What the one that lives has spent is known to a millionth.
        assertEquals(spent.get(), here);
        // The other has spent at least what it was granted and did not begin to give back.
        assertTrue(there >= granted - giving, there + " of " + granted + " less " + giving);
        assertTrue(granted > giving && granted > 0, "it has spent");
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
                .orElseThrow();
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
                int asked = random.nextInt(1, 1000);
                ReservationRequest ask = new ReservationRequest("survivor", 0, asked, Office.PER_TOKEN, List.of());
                switch (governance.reserve(key, ask)) {
                    case Reservation granted -> {
                        Thread.sleep(random.nextInt(30));
                        int used = random.nextInt(3) == 0 ? random.nextInt(asked) : asked;
                        spent.addAndGet(used);
                        granted.settle(Office.used(used));
                    }
                    case RequestDenied no -> {
                        assertEquals(RequestDenied.Kind.BUDGET, no.kind());
                        refused.incrementAndGet();
                        Thread.sleep(random.nextInt(30));
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long victim;

    private List<String> killAfter(int lines, SharedStore store, IssuedKey key, CountDownLatch start)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
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
        victim = process.pid();
        List<String> said = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (said.size() == 1) {
                    // Both at once from here on.
                    start.countDown();
                }
                if (said.size() == lines) {
                    // Not the process itself: that would close what it has said and we have not read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return said;
    }
}

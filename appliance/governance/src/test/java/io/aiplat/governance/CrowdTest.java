package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.store.Administration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand requests at once on one key.
class CrowdTest {
    private static final int THREADS = 1000;
    private static final int BUDGET = 20_000;

    @TempDir
    Path folder;

    private final AtomicLong spent = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong most = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    @Test
    void neverSpendsMoreThanTheBudgetAndTheBooksBalance() throws InterruptedException {
        try (Office office = new Office(folder)) {
            Limits limits = Office.budget("0.02/month");
            office.admin().create(LimitOwnerKind.USER, "ann", limits);
            office.admin().create(LimitOwnerKind.TEAM, "research", Office.budget("1/month", "1/2h"));
            KeySnapshot key = office.key(new NewKey("laptop", Role.ORDINARY, "ann", "research", KeySettings.PLAIN));

            crowd(office, key);

            assertTrue(refused.get() > 0, "the budget was never reached");
            assertTrue(most.get() <= BUDGET, "reserved and spent at once: " + most);
            assertEquals(0, held.get());
            assertEquals(BUDGET - spent.get(), left(office, "ann"));
            assertEquals(1_000_000 - spent.get(), left(office, "research"));
        }
        assertEquals(spent.get(), stored());
    }

    private void crowd(Office office, KeySnapshot key) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> client(office, key, start)))
                .toList();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void client(Office office, KeySnapshot key, CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < 20; i++) {
            int asked = random.nextInt(1, 100);
            switch (office.ask(key, asked)) {
                case Reservation granted -> run(granted, asked, random);
                case RequestDenied refusal -> {
                    assertEquals(RequestDenied.Kind.BUDGET, refusal.kind());
                    refused.incrementAndGet();
                }
            }
        }
    }

    // What is counted here is counted after it was granted and taken off before it is given back, so that the sum
    // is never more than what the ledger has at that moment.
    private void run(Reservation granted, int asked, ThreadLocalRandom random) {
        most.accumulateAndGet(held.addAndGet(asked), Math::max);
        Thread.yield();
        int used = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(asked + 1);
            default -> asked;
        };
        held.addAndGet(-asked);
        spent.addAndGet(used);
        if (used == 0) {
            granted.release();
        } else if (used < asked) {
            granted.settle(Office.used(used));
        } else {
            granted.close();
        }
    }

    private static long left(Office office, String name) {
        return office.governance.budgetsLeft().stream()
                .filter(b -> b.holder().name().equals(name))
                .mapToLong(BudgetLeft::micros)
                .min()
                .orElseThrow();
    }

    private long stored() {
        try (Administration admin = Administration.open(folder, () -> Office.NOON, new SecureRandom())) {
            LocalDate day = LocalDate.parse("2026-11-21");
            return admin.spend(SpendBy.USER, day, day).getFirst().micros();
        }
    }
}

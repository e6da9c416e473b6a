package io.aiplat.governance;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Price;
import io.aiplat.model.spend.TokenUsage;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Prints what a request costs in processor time: admit, reserve and settle of a key with a user and a team,
/// limits per minute and three budgets. Not a test; run it by hand on a quiet machine.
final class Speed {
    private static final int ROUNDS = 8;
    private static final int REQUESTS = 1_000_000;

    private Speed() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("governance");
        try (Governance governance = Governance.open(
                folder,
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                GovernanceListener.NONE,
                GovernanceIntervals.NORMAL)) {
            byte[] token = key(governance);
            for (int round = 0; round < ROUNDS; round++) {
                System.out.printf(
                        "one thread: admit + reserve + settle %d ns, reserve + settle %d ns; two threads: %d ns%n",
                        measure(() -> admitted(governance, token), 1),
                        measure(() -> reserved(governance, token), 1),
                        measure(() -> admitted(governance, token), 2));
            }
        }
    }

    private static byte[] key(Governance governance) {
        Limits limits = new Limits(List.of(Budget.parse("900000000/month")), 1L << 40, 1L << 50, 1000, List.of("fa*"));
        governance.administration().create(LimitOwnerKind.USER, "ann", limits);
        governance.administration().create(LimitOwnerKind.TEAM, "research", limits);
        NewKey key = new NewKey("laptop", Role.ORDINARY, "ann", "research", KeySettings.PLAIN.with(limits));
        return governance.administration().createKey(key).token().value().getBytes(StandardCharsets.US_ASCII);
    }

    private static void admitted(Governance governance, byte[] token) {
        for (int i = 0; i < REQUESTS; i++) {
            request(governance, (KeySnapshot) governance.admit(token));
        }
    }

    private static void reserved(Governance governance, byte[] token) {
        KeySnapshot key = (KeySnapshot) governance.admit(token);
        for (int i = 0; i < REQUESTS; i++) {
            request(governance, key);
        }
    }

    private static final Price PRICE = new Price.PerToken(150_000, 75_000, 600_000);

    private static void request(Governance governance, KeySnapshot key) {
        ReservationRequest ask = new ReservationRequest("fast", 900, 256, PRICE, List.of());
        if (governance.reserve(key, ask) instanceof Reservation reservation) {
            reservation.settle(TokenUsage.of(850, 120));
        } else {
            throw new IllegalStateException("refused");
        }
    }

    // The processor's time and not the clock's: the machine may have other work.
    private static long measure(Runnable work, int threads) throws InterruptedException {
        AtomicLong used = new AtomicLong();
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().start(() -> {
                long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                work.run();
                used.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
                done.countDown();
            });
        }
        done.await();
        return used.get() / REQUESTS / threads;
    }
}

package io.aiplat.governance;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prints how many requests a second reserve and settle, and how long the slowest hundredth waits for that: with SQLite
/// and the journal, with PostgreSQL, and with two gateways of one database. Not a test; `bench/shared_store.py` runs
/// it.
final class SharedSpeed {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("aiplat.seconds", 5));

    @TempDir
    private Path folder;

    @Test
    void printsWhatSharingCosts() throws Exception {
        try (SharedStore store = new SharedStore()) {
            store.fresh();
            try (Governance local = Governance.open(
                            folder,
                            InstantSource.system(),
                            System::nanoTime,
                            new SecureRandom(),
                            GovernanceListener.NONE,
                            GovernanceIntervals.NORMAL);
                    Governance one = store.gateway(GovernanceListener.NONE);
                    Governance other = store.gateway(GovernanceListener.NONE)) {
                Secret here = key(local);
                Secret there = key(one);
                other.administration().keys();
                Thread.sleep(500);
                System.out.println("store, clients, requests/s, p50 ms, p99 ms,"
                        + " processor of the gateways and of the database in µs for each request");
                for (int clients : new int[] {1, 1, 32, 1000}) {
                    row(store, "SQLite and journal", clients, here, local);
                    row(store, "PostgreSQL", clients, there, one);
                    row(store, "PostgreSQL, two gateways", clients, there, one, other);
                }
            }
        }
    }

    private static Secret key(Governance governance) {
        Limits limits = new Limits(List.of(Budget.parse("900000000/month")), 1L << 40, 1L << 50, 100_000, List.of());
        governance.administration().create(LimitOwnerKind.USER, "ann", limits);
        governance.administration().create(LimitOwnerKind.TEAM, "research", limits);
        NewKey key = new NewKey("laptop", Role.ORDINARY, "ann", "research", KeySettings.PLAIN.with(limits));
        return governance.administration().createKey(key).token();
    }

    private static void row(SharedStore store, String name, int clients, Secret token, Governance... gateways)
            throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Client> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Governance gateway = gateways[i % gateways.length];
            Client client = new Client(gateway, (KeySnapshot) gateway.admit(token.value()));
            all.add(client);
            threads.add(Thread.ofVirtual().start(() -> client.run(start)));
        }
        long here = processor();
        Duration there = store.server.processorTime();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        here = processor() - here;
        there = store.server.processorTime().minus(there);
        long[] nanos = all.stream().flatMapToLong(Client::waits).sorted().toArray();
        long requests = all.stream().mapToLong(c -> c.requests).sum();
        System.out.printf(
                "%s, %d, %d, %.3f, %.3f, %d, %d%n",
                name,
                clients,
                requests / LENGTH.toSeconds(),
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                here / 1000 / requests,
                there.toNanos() / 1000 / requests);
    }

    // Of this process, that of the clients included.
    private static long processor() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /// One that asks again and again, with nothing in between.
    private static final class Client {
        private static final int MOST = 1 << 16;

        private final Governance gateway;
        private final KeySnapshot key;
        private long[] waits = new long[1024];
        private int seen;
        private long requests;

        Client(Governance gateway, KeySnapshot key) {
            this.gateway = gateway;
            this.key = key;
        }

        void run(CountDownLatch start) {
            try {
                start.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            ReservationRequest ask = new ReservationRequest("fast", 0, 100, Office.PER_TOKEN, List.of());
            for (long end = System.nanoTime() + LENGTH.toNanos(); System.nanoTime() < end; ) {
                long begun = System.nanoTime();
                if (!(gateway.reserve(key, ask) instanceof Reservation granted)) {
                    throw new IllegalStateException("refused");
                }
                granted.settle(Office.used(50));
                note(System.nanoTime() - begun);
                Thread.yield();
            }
        }

        private void note(long nanos) {
            requests++;
            if (seen == waits.length && seen < MOST) {
                waits = Arrays.copyOf(waits, 2 * seen);
            }
            if (seen < waits.length) {
                waits[seen++] = nanos;
            }
        }

        LongStream waits() {
            return Arrays.stream(waits, 0, seen);
        }
    }
}

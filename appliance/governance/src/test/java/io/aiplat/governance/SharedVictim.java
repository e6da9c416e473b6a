package io.aiplat.governance;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.shared.DatabaseAddress;
import io.aiplat.model.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// One of two gateways with many clients at once, in a process of its own, which is killed while it spends.
final class SharedVictim {
    static final int CLIENTS = 500;

    private SharedVictim() {}

    /// Prints `granted N` after each reservation of N micro-units, and `giving N` before it gives some of them back.
    ///
    /// @param args the database's address, its user and password, and a token
    public static void main(String[] args) throws InterruptedException {
        DatabaseAddress database = DatabaseAddress.of(args[0], args[1], new Secret(args[2]));
        Governance governance = Governance.open(
                database,
                Path.of("/nowhere"),
                InstantSource.system(),
                new SecureRandom(),
                GovernanceListener.NONE,
                SharedStore.QUICK);
        KeySnapshot key = (KeySnapshot) governance.admit(args[3]);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> clients = IntStream.range(0, CLIENTS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> client(governance, key, start)))
                .toList();
        start.countDown();
        for (Thread client : clients) {
            client.join();
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void client(Governance governance, KeySnapshot key, CountDownLatch start) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            start.await();
            while (true) {
                int asked = random.nextInt(1, 1000);
                ReservationRequest ask = new ReservationRequest("victim", 0, asked, Office.PER_TOKEN, List.of());
                if (governance.reserve(key, ask) instanceof Reservation granted) {
                    say("granted " + asked);
                    Thread.sleep(random.nextInt(30));
                    end(granted, asked, random);
                } else {
                    Thread.sleep(random.nextInt(30));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(Reservation granted, int asked, ThreadLocalRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                int used = random.nextInt(asked);
                say("giving " + (asked - used));
                granted.settle(Office.used(used));
            }
            case 1 -> {
                say("giving " + asked);
                granted.release();
            }
            default -> granted.settleInFull();
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}

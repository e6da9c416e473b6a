package io.aiplat.governance;

import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.wal.GovernanceIntervals;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// A process that spends until it is killed, and says what it was granted and what it gave back.
final class Victim {
    private Victim() {}

    /// Prints `granted N` after each reservation of N micro-units, and `giving N` before and `gave N` after
    /// it gives some of them back.
    ///
    /// @param args the store's folder and a seed
    public static void main(String[] args) {
        Random random = new Random(Long.parseLong(args[1]));
        GovernanceIntervals pace =
                new GovernanceIntervals(Duration.ofMillis(3), Duration.ofHours(1), Duration.ofHours(1), 1 << 16);
        Governance governance = Governance.open(
                Path.of(args[0]), InstantSource.system(), new SecureRandom(), GovernanceListener.NONE, pace);
        IssuedKey issued = governance
                .administration()
                .createKey(new NewKey("laptop", Role.ORDINARY, null, null, KeySettings.PLAIN));
        KeySnapshot key = (KeySnapshot) governance.admit(issued.token().value());
        for (int i = 0; ; i++) {
            int asked = random.nextInt(1, 1000);
            ReservationRequest ask =
                    new ReservationRequest("fast", 0, asked, Office.PER_TOKEN, List.of("run-" + i % 50));
            Reservation reservation = (Reservation) governance.reserve(key, ask);
            System.out.println("granted " + asked);
            switch (random.nextInt(4)) {
                case 0 -> settle(reservation, asked, random.nextInt(asked));
                case 1 -> reservation.settleInFull();
                case 2 -> {
                    System.out.println("giving " + asked);
                    reservation.release();
                    System.out.println("gave " + asked);
                }
                default -> {
                    // Lost: nobody ever says how it ended.
                }
            }
        }
    }

    private static void settle(Reservation reservation, int asked, int used) {
        System.out.println("giving " + (asked - used));
        reservation.settle(Office.used(used));
        System.out.println("gave " + (asked - used));
    }
}

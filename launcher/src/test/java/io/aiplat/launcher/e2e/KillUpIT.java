package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// `up` may be killed at any moment, as by a power cut. The next `up` goes on from whatever was left.
class KillUpIT {
    private static final long SEED =
            Long.parseLong(System.getenv().getOrDefault("AIPLAT_E2E_SEED", Long.toString(System.nanoTime())));

    @Test
    void anEmbeddedUpThatWasKilledIsMendedByTheNext() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            killAndMend(aiplat, 10);
        }
    }

    @Test
    void anUpOfAClusterThatWasKilledIsMendedByTheNext() throws Exception {
        try (TestEngine engine = TestEngine.open("kill");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            killAndMend(aiplat, 2);
        }
    }

    /// Kills as often as told, each time a first `up`, at random moments that are spread over all of one: the first
    /// round in its first part, the last in its last.
    private static void killAndMend(Aiplat aiplat, int rounds) throws Exception {
        System.out.println("AIPLAT_E2E_SEED=" + SEED);
        Random random = new Random(SEED);
        Duration whole = mended(aiplat);
        for (int round = 0; round < rounds; round++) {
            long moment = (long) (whole.toMillis() * (round + random.nextDouble()) / rounds);
            System.out.printf("round %d: killed after %d of %d ms%n", round + 1, moment, whole.toMillis());
            Running up = aiplat.start("up");
            TimeUnit.MILLISECONDS.sleep(moment);
            up.kill();
            mended(aiplat);
        }
    }

    /// Seen to be up, then removed.
    ///
    /// @return how long `up` took
    private static Duration mended(Aiplat aiplat) throws Exception {
        Instant begin = Instant.now();
        aiplat.run("up").ok();
        Duration took = Duration.between(begin, Instant.now());
        assertEquals("pong", aiplat.answer("smoke", "ping"));
        aiplat.run("down", "--purge", "--yes").ok();
        aiplat.assertNothingLeft();
        return took;
    }
}

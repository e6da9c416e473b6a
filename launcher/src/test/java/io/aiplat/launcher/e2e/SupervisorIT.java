package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who starts the appliance again when it dies, and who can read what it was started with.
class SupervisorIT {
    /// As often as it is started again within ten minutes.
    private static final int MOST = 5;

    @Test
    void anApplianceThatDiesIsStartedAgainButNotForEver() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            kill(aiplat);
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            aiplat.run("status").ok().tells("restarts  1, at ").tells("it was killed");

            // Whatever kills it each time would go on for ever.
            for (int time = 2; time <= MOST; time++) {
                kill(aiplat);
            }
            aiplat.findAppliance().orElseThrow().destroyForcibly();
            awaitNothing(aiplat);
            Result status = aiplat.run("status");
            assertEquals(7, status.exit());
            status.tells("died too often").tells("restarts  " + (MOST + 1));

            // A person who looked why starts it again, and the count begins anew.
            aiplat.run("up").ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            assertFalse(aiplat.run("status").ok().out().contains("restarts"));
        }
    }

    /// What is stopped stays stopped.
    @Test
    void downIsNotTakenForADeath() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            aiplat.findAppliance().orElseThrow().destroy();
            awaitNothing(aiplat);
            aiplat.run("up").ok();
            aiplat.run("down", "--yes").ok();
            awaitNothing(aiplat);
        }
    }

    @Test
    void noPasswordStandsInACommandLine() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run(
                            "up",
                            "--set",
                            "network.registries.registry.example.username=ann",
                            "--set",
                            "network.registries.registry.example.password=correct-horse")
                    .ok();
            assertFalse(aiplat.processes().isEmpty());
            for (String line : aiplat.processes()) {
                assertFalse(line.contains("correct-horse"), line);
            }
            // It was handed on all the same, also to the one that is started after a death.
            kill(aiplat);
            assertEquals("pong", aiplat.answer("smoke", "ping"));
        }
    }

    private static void kill(Aiplat aiplat) throws Exception {
        ProcessHandle before = aiplat.appliance();
        before.destroyForcibly();
        Eventually.holds(
                "it is started again",
                Duration.ofMinutes(1),
                () -> aiplat.findAppliance()
                                .filter(now -> now.pid() != before.pid())
                                .isPresent()
                        && isHealthy(aiplat));
    }

    private static boolean isHealthy(Aiplat aiplat) throws Exception {
        try {
            return aiplat.status("/health") == 200;
        } catch (IOException e) {
            return false; // It is still starting.
        }
    }

    private static void awaitNothing(Aiplat aiplat) throws InterruptedException {
        Eventually.seen("nothing runs", Duration.ofSeconds(30), aiplat::processes, List::isEmpty);
    }
}

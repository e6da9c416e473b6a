package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.aiplat.host.container.ContainerEngine;
import io.aiplat.host.container.ContainerState;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The container engine is restarted under a cluster that serves, and the node comes back under another address. The
/// engine is everybody's, so this happens only where `AIPLAT_E2E_ENGINE` names the script that starts and stops it.
@Tag("alone")
@Isolated("other stories need the engine that is stopped here")
class EngineRestartIT {
    private static final int NOT_READY = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void theEndpointComesBackWithTheEngine() throws Exception {
        String script = System.getenv("AIPLAT_E2E_ENGINE");
        Need.that(script != null, "an engine that may be stopped: AIPLAT_E2E_ENGINE=$PWD/testbed/engine");
        try (TestEngine engine = TestEngine.open("restart");
                ContainerEngine client =
                        new ContainerEngine(System.getenv(), Path.of("/"), "tests", Clock.systemUTC());
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            ContainerState before = client.containers().find(engine.cluster).orElseThrow();
            long appliance = aiplat.appliance().pid();

            Program.run(script, "stop").ok();
            try {
                tellsTheTruthMeanwhile(aiplat);
            } finally {
                Program.run(script, "start").ok();
            }

            comesBack(aiplat);
            assertEquals(appliance, aiplat.appliance().pid());
            ContainerState after = client.containers().find(engine.cluster).orElseThrow();
            assertEquals(before.id(), after.id());
            assertNotEquals(before.startedAt(), after.startedAt(), "the engine started the node again");
            aiplat.run("up").ok().tells("nothing to do");
        }
    }

    private static void tellsTheTruthMeanwhile(Aiplat aiplat) {
        Result status = aiplat.run("status");
        assertEquals(NOT_READY, status.exit(), status::toString);
        status.tells("Ollama does not answer at ");
        aiplat.run("up").failsWith(4, "HOST_ENGINE_MISSING");
        aiplat.run("logs", "cluster").failsWith(4, "HOST_ENGINE_MISSING");
    }

    /// By itself: nobody runs `up`.
    private static void comesBack(Aiplat aiplat) throws Exception {
        Eventually.seen("it is ready again", PATIENCE, () -> aiplat.run("status"), status -> status.exit() == 0);
        assertEquals("pong", aiplat.answer("smoke", "ping"));
    }

    @Test
    void theNodeMayComeBackUnderAnotherAddress() throws Exception {
        try (TestEngine engine = TestEngine.open("moved");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            String before = engine.address();
            String squatter = engine.cluster + "-squatter";
            docker("stop", engine.cluster);
            // The engine gives out the lowest address that is free, so whoever comes first has the node's.
            docker(
                    "run",
                    "--detach",
                    "--name",
                    squatter,
                    "--network",
                    engine.cluster,
                    "aiplat-testbed/busybox:1",
                    "sleep",
                    "600");
            try {
                aiplat.run("up").ok();
                assertNotEquals(before, engine.address());
                assertEquals("pong", aiplat.answer("smoke", "ping"));
                aiplat.run("kubectl", "get", "nodes", "-o", "wide").ok().tells(" " + engine.address() + " ");
            } finally {
                docker("rm", "--force", squatter);
            }
            aiplat.run("up").ok().tells("nothing to do");
        }
    }
}

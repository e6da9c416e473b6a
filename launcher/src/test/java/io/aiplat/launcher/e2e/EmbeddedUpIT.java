package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/// A machine with nothing but Java: from `up` to exact answers, through a crash, to nothing left.
class EmbeddedUpIT {
    @Test
    void openAiPythonGetsExactAnswers() {
        OpenAiPython.need();
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            OpenAiPython.getsExactAnswers(aiplat);
        }
    }

    @Test
    void oneCommandGivesAnEndpointThatAnswers() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            // The way in.
            aiplat.run("up")
                    .ok()
                    .tells("Cluster none: No container engine answers.")
                    .tells("http://127.0.0.1:" + aiplat.port + "/v1")
                    .tells("smoke is only a test model");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(aiplat.key())));

            // A person gets an exact answer.
            assertEquals(
                    "The capital of Italy is Rome.\n",
                    aiplat.run("chat", "What is the capital of Italy?").ok().out());

            // Nothing without a key.
            assertEquals(401, aiplat.status("/v1/models"));
            assertEquals(200, aiplat.status("/health"));

            // Again changes nothing.
            long pid = aiplat.appliance().pid();
            aiplat.run("up").ok().tells("nothing to do");
            assertEquals(pid, aiplat.appliance().pid());

            // A crash of the appliance is mended by the same command, and leaves no worker behind.
            aiplat.crash();
            assertEquals(7, aiplat.run("status").exit());
            aiplat.run("up").ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));

            // Down keeps the data; closing the story purges them.
            aiplat.run("down", "--yes").ok();
            assertEquals(7, aiplat.run("status").exit());
            assertTrue(Files.exists(aiplat.key()));
            aiplat.run("up").ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));
        }
    }

    @Test
    void anApplianceThatIsStuckIsReplaced() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            ProcessHandle stuck = aiplat.appliance();
            Program.run("kill", "-STOP", Long.toString(stuck.pid())).ok();
            aiplat.run("up")
                    .ok()
                    .tells("done: started; replaced process " + stuck.pid() + ", which did not answer")
                    .tells("done: serves http://127.0.0.1:" + aiplat.port);
            assertFalse(stuck.isAlive());
            assertEquals("pong", aiplat.answer("smoke", "ping"));
        }
    }
}

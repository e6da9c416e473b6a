package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import org.junit.jupiter.api.Test;

/// Whatever politely ends `models pull` ends the pull too, as its help says, and what came is kept. Only what gives it
/// no chance to say so leaves the pull going on.
class EndedPullsIT {
    private static final int INTERRUPTED = 130;
    private static final int BYTES = 24 << 20;
    /// Four connections with a chunk each, of a sixteenth of the file.
    private static final long IN_FLIGHT = 4 * (BYTES / 16);

    private ThrottledFiles files;
    private Aiplat aiplat;
    private String address;

    @Test
    void aSignalOrAClosedTerminalEndsThePullAndAKillDoesNot() throws Exception {
        try (ThrottledFiles served = new ThrottledFiles();
                Aiplat installed = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            files = served;
            aiplat = installed;
            address = files.put("big.gguf", ModelPullsIT.model(1));
            aiplat.run("up").ok();
            files.slow(300);

            // SIGTERM, as a service or a script has it, and SIGHUP.
            stopped(begun().terminate());
            stopped(begun().hangUp());

            // A terminal that is closed: nobody is left to tell, and the pull ends all the same.
            Running terminal = inTerminal();
            terminal.kill();
            Eventually.holds("the pull has ended", () -> state().equals("cancelled"));
            Eventually.holds(
                    "so has its command",
                    () -> aiplat.processes().stream().noneMatch(process -> process.contains("models pull")));

            // Nobody can tell it of kill -9, so it goes on, and whoever wants it to end says so.
            begun().kill();
            assertEquals("running", state());
            aiplat.run("models", "pulls", "--cancel", last().path("id").asText())
                    .ok();
            Eventually.holds("the pull has ended", () -> state().equals("cancelled"));

            files.slow(0);
            aiplat.run("models", "pull", address).ok();
            assertEquals("pong", aiplat.answer("big", "ping"));
            long again = files.sent() - BYTES;
            assertTrue(again <= 4 * IN_FLIGHT, again + " bytes came again after four ends");
        }
    }

    private Running begun() throws Exception {
        long before = files.sent();
        Running pull = aiplat.start("models", "pull", address);
        Eventually.holds("it runs", () -> state().equals("running"));
        Eventually.holds("some of it comes", () -> files.sent() > before);
        return pull;
    }

    private Running inTerminal() throws Exception {
        long before = files.sent();
        Running terminal = aiplat.startInTerminal("models", "pull", address);
        Eventually.holds("some of it comes", () -> files.sent() > before);
        return terminal.awaits("fetching big.gguf");
    }

    private void stopped(Running pull) throws Exception {
        pull.result().exits(INTERRUPTED).tells("CONSOLE_PULL_STOPPED").tells("what was transferred is kept");
        Eventually.holds("the pull has ended", () -> state().equals("cancelled"));
    }

    private JsonNode last() throws Exception {
        JsonNode pulls = aiplat.json("models", "pulls");
        return pulls.path(pulls.size() - 1);
    }

    private String state() throws Exception {
        return last().path("state").asText();
    }
}

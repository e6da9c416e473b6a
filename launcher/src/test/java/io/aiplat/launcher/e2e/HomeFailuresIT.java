package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a person, another `up` or a newer aiplat may do to the same home.
class HomeFailuresIT {
    @Test
    void everythingThatIsWrongWithSettingsIsToldAtOnce() {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up", "--set", "gateway.prot=1", "--set", "waits.node=soon", "--cluster", "dokcer")
                    .failsWith(3, "SETTINGS_UNKNOWN_KEY")
                    .tells("Did you mean 'gateway.port'?")
                    .failsWith(3, "SETTINGS_INVALID_VALUE")
                    .tells("waits.node has a value that cannot be")
                    .tells("did you mean 'docker'?");
            assertFalse(Files.exists(aiplat.home), "nothing was begun");
        }
    }

    @Test
    void aSettingsFileThatIsWrongDoesNotBarTheWayBack() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            Path file = aiplat.home.resolve("aiplat.yaml");
            Files.writeString(file, "gateway:\n  prot: 1\n");
            aiplat.run("up").failsWith(3, "SETTINGS_UNKNOWN_KEY");
            aiplat.run("down", "--yes", "--set", "waits.node=soon").failsWith(3, "SETTINGS_INVALID_VALUE");
            aiplat.run("down", "--yes")
                    .ok()
                    .tells("warning SETTINGS_UNKNOWN_KEY: ")
                    .tells("Going on without the settings file")
                    .tells("Down.");
            assertEquals(List.of(), aiplat.processes());
            Files.writeString(file, "{");
            aiplat.run("down", "--purge", "--yes").ok().tells("warning SETTINGS_FILE_MALFORMED: ");
            assertFalse(Files.exists(aiplat.home));
        }
    }

    @Test
    void ofTwoAtOnceTheSecondSaysWhoIsAtWork() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            Running first = aiplat.start("up").awaits("1/4").stop();
            aiplat.run("up").failsWith(4, "STORE_LOCKED").tells("Process " + first.pid() + " (aiplat up)");
            first.resume();
            first.result().ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));
        }
    }

    @Test
    void ctrlCEndsUpAndTheNextGoesOn() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            Running up = aiplat.start("up").awaits("1/4");
            up.interrupt();
            assertEquals(130, up.result().tells("INTERRUPTED: ").exit());
            aiplat.run("up").ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));
        }
    }

    @Test
    void theStateIsOfANewerAiplat() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            Path state = aiplat.home.resolve("state.json");
            String ours = Files.readString(state);
            String newer = ours.replaceFirst("(\"version\"|\"format\")\\s*:\\s*\\d+", "$1 : 99");
            Files.writeString(state, newer);
            aiplat.run("up").failsWith(4, "STORE_STATE_NEWER").tells("99");
            aiplat.run("down", "--purge", "--yes").failsWith(4, "STORE_STATE_NEWER");
            assertEquals(newer, Files.readString(state));
            Files.writeString(state, ours);
        }
    }

    @Test
    void theHomeIsAFolderOfSomebodyElse() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            Files.createDirectory(aiplat.home);
            Path precious = Files.writeString(aiplat.home.resolve("thesis.txt"), "chapter 1");
            aiplat.run("up").failsWith(4, "STORE_HOME_FOREIGN").tells("thesis.txt");
            aiplat.run("down", "--purge", "--yes");
            assertEquals("chapter 1", Files.readString(precious));
            Files.delete(precious);
            Files.delete(aiplat.home);
        }
    }
}

package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.testkit.Golden;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreProblemsTest {
    private static final Path HOME = Path.of("/home/ann/.local/share/aiplat");

    @Test
    void sayWhatIsWrongAndWhatToDo() {
        Golden.problems(
                StoreProblems.class,
                List.of(
                        StoreProblems.homeNotWritable(HOME, HOME + ": permission denied"),
                        StoreProblems.homeForeign(HOME, "It holds thesis.tex and no .aiplat-home."),
                        StoreProblems.homeExposed(
                                HOME,
                                HOME + "/keys belongs to the user bob, and aiplat runs as ann",
                                HOME.resolve("keys")),
                        StoreProblems.locked(
                                HOME, new LockFile.Holder(4711, "up", Instant.parse("2026-11-21T12:00:00Z"))),
                        StoreProblems.stateNewer(HOME.resolve("state.json"), 3, 1),
                        StoreProblems.homeUnreadable(HOME.resolve("state.json"), HOME + ": permission denied"),
                        StoreProblems.decisionsBroken(HOME.resolve("decided.json"), "Unexpected end-of-input"),
                        StoreProblems.registryBroken(HOME.resolve("model-registry.json"), "Unexpected end-of-input"),
                        StoreProblems.stateBroken(HOME.resolve("state.json"), "It has no format number."),
                        StoreProblems.keyExposed(HOME.resolve("keys/owner")),
                        StoreProblems.keyBroken(HOME.resolve("keys/owner")),
                        StoreProblems.notWritten(HOME.resolve("state.json"), "No space left on device"),
                        StoreProblems.notRead(HOME.resolve("logs/appliance.log"), "permission denied"),
                        StoreProblems.notCopied(
                                HOME.resolve("state.json"), Path.of("/backup/state"), "No space left on device"),
                        StoreProblems.notDeleted(HOME, HOME + "/models: permission denied")));
    }

    @Test
    void spellOutCommandsThatWorkWithSpacesInTheHome() {
        assertEquals(
                "See who owns it: ls -ld '/Users/ann/Library/Application Support/aiplat'",
                StoreProblems.homeNotWritable(Path.of("/Users/ann/Library/Application Support/aiplat"), "no")
                        .fixes()
                        .getLast());
    }

    @Test
    void nameTheFileTheSystemRefused() {
        assertEquals("/a: permission denied", StoreProblems.reason(new AccessDeniedException("/a")));
        assertEquals("/a does not exist", StoreProblems.reason(new NoSuchFileException("/a")));
        assertEquals(
                "/a: No space left on device",
                StoreProblems.reason(new FileSystemException("/a", null, "No space left on device")));
    }
}

package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.ProcessFile;
import io.aiplat.store.process.SupervisorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A home that somebody has copied or moved while its appliance runs.
class CopiedHomeTest {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void run() {
        home = new Home(folder.resolve("home")).open();
        new ApplianceFile(home.appliance()).write("http://127.0.0.1:8585", "1", "plan");
        new SupervisorFile(home).write(ProcessHandle.current().pid());
        new ProcessFile(home.run().resolve("ollama.json"))
                .write(ProcessHandle.current().pid(), 1);
    }

    private static boolean saysSomethingRuns(Home home) {
        return new ApplianceFile(home.appliance()).running().isPresent()
                || new SupervisorFile(home).running().isPresent()
                || new ProcessFile(home.run().resolve("ollama.json")).read().isPresent();
    }

    private Home copy() throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> tree = Files.walk(home.root())) {
            for (Path path : tree.toList()) {
                Files.copy(path, copy.resolve(home.root().relativize(path).toString()));
            }
        }
        return new Home(copy);
    }

    @Test
    void aCopyDoesNotTakeTheProcessesOfTheOriginalForItsOwn() throws IOException {
        Home copy = copy();
        assertEquals(List.of(true, false), List.of(saysSomethingRuns(home), saysSomethingRuns(copy)));
        copy.open();
        assertEquals(List.of(true, false), List.of(saysSomethingRuns(home), saysSomethingRuns(copy)));
        new ApplianceFile(copy.appliance()).write("http://127.0.0.1:8586", "1", "plan");
        assertTrue(saysSomethingRuns(copy), "its own it does");
    }

    @Test
    void aHomeThatWasMovedKeepsItsProcesses() throws IOException {
        Path moved = folder.resolve("moved");
        Files.move(home.root(), moved);
        assertTrue(saysSomethingRuns(new Home(moved)));
        assertTrue(saysSomethingRuns(new Home(moved).open()));
    }
}

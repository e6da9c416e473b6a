package io.aiplat.store.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    Path folder;

    @Test
    void keepTheirShare() throws IOException {
        LogFiles logs = new LogFiles(folder, 100, 2);
        write(logs, 1, 200);
        assertEquals("[appliance.log, appliance.log.1, appliance.log.2]", names().toString());
        for (String name : names()) {
            long size = Files.size(folder.resolve(name));
            assertTrue(size > 0 && size <= 110, name + " has " + size + " bytes");
        }
        assertEquals(List.of("line 199", "line 200"), logs.tail("appliance", 2));
    }

    @Test
    void areReadAcrossFilesWithoutATear() throws IOException {
        LogFiles logs = new LogFiles(folder, 100, 3);
        write(logs, 1, 30);
        assertEquals(IntStream.rangeClosed(6, 30).mapToObj(i -> "line " + i).toList(), logs.tail("appliance", 25));
    }

    @Test
    void goOnWhereAnEarlierProcessStopped() throws IOException {
        LogFiles logs = new LogFiles(folder, 100, 1);
        write(logs, 1, 3);
        write(logs, 4, 5);
        assertEquals(List.of("line 1", "line 2", "line 3", "line 4", "line 5"), logs.tail("appliance", 9));
    }

    @Test
    void doNotWaitForeverForTheEndOfALine() throws IOException {
        LogFiles logs = new LogFiles(folder, 100, 2);
        try (OutputStream out = logs.open("appliance")) {
            for (int i = 0; i < 1000; i++) {
                out.write('x');
            }
        }
        assertTrue(Files.size(logs.file("appliance")) <= 200);
    }

    @Test
    void canBeReadByTheirOwnerOnly() throws IOException {
        LogFiles logs = new LogFiles(folder, 100, 2);
        write(logs, 1, 20);
        for (String name : names()) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))),
                    name);
        }
    }

    @Test
    void haveNoLinesBeforeTheyAreWritten() {
        assertEquals(List.of(), new LogFiles(folder, 100, 2).tail("appliance", 5));
    }

    private static void write(LogFiles logs, int from, int to) throws IOException {
        try (OutputStream out = logs.open("appliance")) {
            for (int i = from; i <= to; i++) {
                out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private TreeSet<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}

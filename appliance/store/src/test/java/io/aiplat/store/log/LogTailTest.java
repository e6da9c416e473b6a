package io.aiplat.store.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("appliance.log");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void givesWhatIsThereAndThenWhatIsNew() throws IOException {
        write("one\ntwo\n");
        try (LogTail tail = new LogTail(file)) {
            assertEquals(List.of("one", "two"), tail.next());
            assertEquals(List.of(), tail.next());
            write("three\n");
            assertEquals(List.of("three"), tail.next());
        }
    }

    @Test
    void waitsForTheEndOfALine() throws IOException {
        try (LogTail tail = new LogTail(file)) {
            byte[] line = "grün\n".getBytes(StandardCharsets.UTF_8);
            Files.write(file, Arrays.copyOf(line, 3));
            assertEquals(List.of(), tail.next());
            Files.write(file, Arrays.copyOfRange(line, 3, line.length), StandardOpenOption.APPEND);
            assertEquals(List.of("grün"), tail.next());
        }
    }

    @Test
    void waitsForALogThatIsNotThereYet() throws IOException {
        try (LogTail tail = new LogTail(file)) {
            assertEquals(List.of(), tail.next());
            write("first\n");
            assertEquals(List.of("first"), tail.next());
        }
    }

    @Test
    void losesNoLineWhenTheLogIsMovedAside() throws IOException {
        write("one\n");
        try (LogTail tail = new LogTail(file)) {
            assertEquals(List.of("one"), tail.next());
            write("last of the old\n");
            Rotation.rotate(file, 3);
            assertEquals(List.of("last of the old"), tail.next());
            write("first of the new\n");
            assertEquals(List.of("first of the new"), tail.next());
        }
    }
}

package io.aiplat.launcher.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LineCompleterTest {
    private final List<List<String>> asked = new ArrayList<>();

    /// The line that keys make of these names.
    private String typed(String keys, String... names) throws IOException {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(new ExternalTerminal(
                        "test",
                        "xterm",
                        new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                        new ByteArrayOutputStream(),
                        StandardCharsets.UTF_8))
                .completer(new LineCompleter(words -> {
                    asked.add(List.copyOf(words));
                    return List.of(names);
                }))
                .build();
        return reader.readLine("> ");
    }

    @Test
    void theTabKeyCompletesANameFromTheWordsBeforeIt() throws IOException {
        assertEquals("models rm qwen3:latest ", typed("models rm qw\t\r", "qwen3:latest"));
        assertEquals(List.of("models", "rm", "qw"), asked.getFirst());
    }

    @Test
    void theValueOfAKeyFollowsItAtOnce() throws IOException {
        assertEquals("up --set gateway.port=", typed("up --set gate\t\r", "gateway.port="));
    }
}

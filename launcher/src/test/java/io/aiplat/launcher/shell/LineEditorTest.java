package io.aiplat.launcher.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LineEditorTest {
    private static LineEditor typed(String keys) throws IOException {
        Terminal terminal = new ExternalTerminal(
                "test",
                "xterm",
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8);
        return new LineEditor(terminal);
    }

    @Test
    void aPasteIsOneMessageWithItsBlankLines() throws IOException {
        LineEditor prompt = typed("\u001b[200~one\n\ntwo\u001b[201~\rnext\r");
        assertEquals("one\n\ntwo", prompt.next());
        assertEquals("next", prompt.next());
        assertNull(prompt.next());
    }

    @Test
    void quotesBackslashesAndExclamationMarksAreSaidAsTheyAreTyped() throws IOException {
        LineEditor prompt = typed("it's \"so\\n\" !! \\\r");
        assertEquals("it's \"so\\n\" !! \\", prompt.next());
    }

    @Test
    void aLineLongerThanATerminalsOwnStaysWhole() throws IOException {
        String line = "y".repeat(9_000);
        assertEquals(line, typed("\u001b[200~" + line + "\u001b[201~\r").next());
    }
}

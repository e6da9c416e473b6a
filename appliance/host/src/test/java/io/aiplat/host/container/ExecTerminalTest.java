package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExecTerminalTest {
    private static String copied(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExecTerminal.copy(in, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static InputStream of(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void undoesWhatATerminalDoesToLines() throws IOException {
        assertEquals("one\ntwo\n\nthree", copied(of("one\r\ntwo\r\n\r\nthree")));
    }

    @Test
    void keepsWhatTheProgramWroteItself() throws IOException {
        assertEquals("50%\r100%\r\ndone\r", copied(of("50%\r100%\r\r\ndone\r")));
    }

    @Test
    void aLineEndMayArriveInTwoPieces() throws IOException {
        assertEquals(
                "one\ntwo\rx",
                copied(new SequenceInputStream(of("one\r"), new SequenceInputStream(of("\ntwo\r"), of("x")))));
    }
}

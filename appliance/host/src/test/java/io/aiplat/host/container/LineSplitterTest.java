package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    @Test
    void linesAreWholeHoweverTheirBytesArrive() {
        List<String> lines = new ArrayList<>();
        LineSplitter buffer = new LineSplitter(lines::add);
        for (byte b : "grün\r\n\nlast".getBytes(StandardCharsets.UTF_8)) {
            buffer.add(new byte[] {b});
        }
        assertEquals(List.of("grün", ""), lines);
        buffer.end();
        assertEquals(List.of("grün", "", "last"), lines);
    }
}

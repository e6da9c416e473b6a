package io.aiplat.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineStreamTest {
    @Test
    void linesAreWholeHoweverTheyArrive() throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineStream stream = new LineStream(lines::add)) {
            byte[] bytes = "grün\nblau\nro".getBytes(StandardCharsets.UTF_8);
            stream.write(bytes, 0, 3);
            assertEquals(List.of(), lines);
            stream.write(bytes, 3, bytes.length - 3);
            assertEquals(List.of("grün", "blau"), lines);
        }
    }
}

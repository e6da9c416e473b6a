package io.aiplat.cluster.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineOutputStreamTest {
    @Test
    void linesAreWholeHoweverTheyArrive() throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineOutputStream stream = new LineOutputStream(lines::add)) {
            byte[] bytes = "grün\nblau\nro".getBytes(StandardCharsets.UTF_8);
            stream.write(bytes, 0, 3);
            assertEquals(List.of(), lines);
            stream.write(bytes, 3, bytes.length - 3);
            assertEquals(List.of("grün", "blau"), lines);
        }
    }
}

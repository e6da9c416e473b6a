package io.aiplat.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiveTest {
    @Test
    void aFileComesBackAsItWent() throws IOException {
        byte[] content = "überall\0\n".repeat(300).getBytes(StandardCharsets.UTF_8);
        byte[] tar = Archive.of(Map.of("/etc/x/y.yaml", content));
        assertArrayEquals(content, Archive.firstFile(new ByteArrayInputStream(tar)));
    }

    @Test
    void anArchiveWithoutAFileIsAFailure() {
        assertThrows(IOException.class, () -> Archive.firstFile(new ByteArrayInputStream(Archive.of(Map.of()))));
    }
}

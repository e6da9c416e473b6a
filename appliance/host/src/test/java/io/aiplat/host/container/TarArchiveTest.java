package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TarArchiveTest {
    @Test
    void aFileComesBackAsItWent() throws IOException {
        byte[] content = "überall\0\n".repeat(300).getBytes(StandardCharsets.UTF_8);
        byte[] tar = TarArchive.of(Map.of("/etc/x/y.yaml", content));
        assertArrayEquals(content, TarArchive.firstFile(new ByteArrayInputStream(tar)));
    }

    @Test
    void anArchiveWithoutAFileIsAFailure() {
        assertThrows(IOException.class, () -> TarArchive.firstFile(new ByteArrayInputStream(TarArchive.of(Map.of()))));
    }
}

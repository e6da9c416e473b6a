package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerEngineHttpTest {
    @TempDir
    Path folder;

    private FakeEngine engine;

    @BeforeEach
    void listen() throws IOException {
        engine = new FakeEngine(folder.resolve("e.sock"));
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    private ContainerEngineHttp.Reply get(Duration limit) throws IOException {
        return ContainerEngineHttp.get(
                new ContainerEngineAddress.Unix(folder.resolve("e.sock"), "test", true), "/x", Map.of(), limit);
    }

    @Test
    void readsABodyOfKnownLength() throws IOException {
        engine.raw("/x", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOKrubbish");
        assertEquals("OK", get(Duration.ofSeconds(5)).body());
    }

    @Test
    void readsABodyInChunks() throws IOException {
        engine.raw(
                "/x",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n");
        assertEquals("abc0123456789", get(Duration.ofSeconds(5)).body());
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws IOException {
        engine.raw("/x", "HTTP/1.0 500 Oops\nserver: x\n\nwhat a pity");
        ContainerEngineHttp.Reply reply = get(Duration.ofSeconds(5));
        assertEquals(500, reply.status());
        assertEquals("x", reply.headers().get("server"));
        assertEquals("what a pity", reply.body());
    }

    @Test
    void anotherProtocolIsAFailure() {
        engine.raw("/x", "SSH-2.0-OpenSSH_9.2\r\n\r\n");
        assertTrue(assertThrows(IOException.class, () -> get(Duration.ofSeconds(5)))
                .getMessage()
                .contains("SSH-2.0"));
    }

    @Test
    void silenceEndsWithTheTimeLimit() {
        engine.raw("/x", "");
        assertEquals(
                "no answer within 50 ms",
                assertThrows(IOException.class, () -> get(Duration.ofMillis(50)))
                        .getMessage());
    }
}

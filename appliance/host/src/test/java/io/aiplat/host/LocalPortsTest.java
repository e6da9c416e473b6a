package io.aiplat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPortsTest {
    @Test
    void namesTheProcessThatListens() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux tells who listens");
        try (ServerSocket socket = listen()) {
            int port = socket.getLocalPort();
            String who = new LocalPorts(Path.of("/")).taken(List.of(port)).get(port);
            assertTrue(who.endsWith("(pid " + ProcessHandle.current().pid() + ")"), who);
        }
    }

    @Test
    void whatIsFreeIsNotTaken() {
        assertEquals(Map.of(), new LocalPorts(Path.of("/")).taken(List.of(LocalPorts.chooseFree(), 0)));
    }

    @Test
    void saysSoWhereTheProcessCannotBeSeen(@TempDir Path root) throws IOException {
        try (ServerSocket socket = listen()) {
            int port = socket.getLocalPort();
            Files.createDirectories(root.resolve("proc/net"));
            Files.writeString(
                    root.resolve("proc/net/tcp"),
                    "  sl  local_address rem_address   st\n   0: 0100007F:%04X 00000000:0000 0A 0:0 00:0 0 0 0 4242 1\n"
                            .formatted(port));
            assertEquals(Map.of(port, "another user's process"), new LocalPorts(root).taken(List.of(port)));
        }
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }
}

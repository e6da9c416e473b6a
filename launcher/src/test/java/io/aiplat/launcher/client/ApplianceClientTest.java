package io.aiplat.launcher.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// An appliance that is stopped while it answers.
class ApplianceClientTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n" + "Transfer-Encoding: chunked\r\n\r\n";

    private static String code(String body, Endpoint call) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[8192]);
                    socket.getOutputStream().write((HEAD + body).getBytes(StandardCharsets.UTF_8));
                } catch (IOException _) {
                    // Whoever asked has gone; the test says what it saw.
                }
            });
            URI base = URI.create("http://127.0.0.1:" + server.getLocalPort());
            try (ApplianceClient client = new ApplianceClient(base, new Secret("key"))) {
                Executable work = () -> call.ask(client);
                return assertThrows(ApplianceException.class, work)
                        .problem()
                        .code()
                        .id();
            }
        }
    }

    private interface Endpoint {
        void ask(ApplianceClient client);
    }

    @Test
    void aPullThatIsCutIsNoBug() throws IOException {
        String line = "{\"what\":\"pulling\",\"done\":1,\"total\":2}\n";
        String chunk = Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
        assertEquals("CLIENT_BROKE_OFF", code(chunk, client -> client.pull("m", Progress.NONE)));
        assertEquals("CLIENT_BROKE_OFF", code(chunk + "0\r\n\r\n", client -> client.pull("m", Progress.NONE)));
    }

    @Test
    void anAnswerThatIsCutIsNoBug() throws IOException {
        String line = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n";
        String chunk = Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
        assertEquals("CLIENT_BROKE_OFF", code(chunk, client -> client.chat("m", List.of("user", "Hi"), _ -> {})));
    }
}

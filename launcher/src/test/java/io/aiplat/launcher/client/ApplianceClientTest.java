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

    /// @param answers one for each request, each over a connection of its own
    private static String code(List<String> answers, Endpoint call) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try {
                    for (String body : answers) {
                        answer(server, body);
                    }
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

    private static void answer(ServerSocket server, String body) throws IOException {
        try (Socket socket = server.accept()) {
            StringBuilder request = new StringBuilder();
            // A body of JSON ends so, and a request without one with an empty line.
            while (!request.toString().endsWith(request.indexOf("POST") == 0 ? "}" : "\r\n\r\n")) {
                request.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream().write((HEAD + body).getBytes(StandardCharsets.UTF_8));
        }
    }

    private interface Endpoint {
        void ask(ApplianceClient client);
    }

    @Test
    void aPullThatIsCutIsNoBug() throws IOException {
        String begun = chunk("{\"id\":\"7\",\"state\":\"running\"}") + "0\r\n\r\n";
        String line = chunk("{\"id\":\"7\",\"state\":\"running\",\"what\":\"pulling\",\"done\":1,\"total\":2}\n");
        for (String cut : List.of(line, line + "0\r\n\r\n")) {
            assertEquals("CLIENT_BROKE_OFF", code(List.of(begun, cut), client -> client.pull("m", Progress.NONE)));
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Test
    void anAnswerThatIsCutIsNoBug() throws IOException {
        String line = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n";
        assertEquals(
                "CLIENT_BROKE_OFF",
                code(List.of(chunk(line)), client -> client.chat("m", List.of("user", "Hi"), _ -> {})));
    }
}

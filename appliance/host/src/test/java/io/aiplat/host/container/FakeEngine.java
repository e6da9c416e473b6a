package io.aiplat.host.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers like engines that cannot be had here: older, newer, broken. Raw bytes, so that the way an answer is
/// written can be varied too.
final class FakeEngine implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    FakeEngine(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    void answer(String path, int status, String body) {
        raw(path, "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /// An empty answer is never sent: the caller waits.
    void raw(String path, String answer) {
        answers.put(path, answer);
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                Thread.ofVirtual().start(() -> reply(caller));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void reply(SocketChannel caller) {
        try {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(caller), StandardCharsets.UTF_8));
            String path = request.readLine().split(" ", -1)[1];
            String answer = answers.getOrDefault(path, "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n");
            if (!answer.isEmpty()) {
                OutputStream out = Channels.newOutputStream(caller);
                out.write(answer.getBytes(StandardCharsets.UTF_8));
                caller.close();
            }
        } catch (IOException _) {
            // The caller has gone.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package io.aiplat.wire.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server on loopback that does with each connection what a test says, on a thread of its own.
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket server;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Script script;

    /// What happens on one connection.
    @FunctionalInterface
    interface Script {
        void run(Peer client) throws IOException;
    }

    ScriptedServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    ScriptedServer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        Thread.startVirtualThread(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    /// The next thing that a script said it saw.
    String seen() throws InterruptedException {
        String next = seen.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was seen within 10 s");
        }
        return next;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                // Closed at the end of the test.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.run(new Peer(socket));
        } catch (IOException e) {
            seen.add("broken");
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One connection.
    final class Peer {
        private final Socket socket;
        private final InputStream in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        /// Reads a request and returns it, head and body; empty if the client closed.
        String request() throws IOException {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                head.append((char) next);
            }
            String mark = "Content-Length: ";
            int at = head.indexOf(mark);
            if (at >= 0) {
                int length = Integer.parseInt(head.substring(at + mark.length(), head.indexOf("\r", at)));
                head.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
            }
            return head.toString();
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /// Waits until the client closed, and says so.
        void awaitEnd() {
            try {
                while (in.read() >= 0) {
                    continue;
                }
                seen.add("end");
            } catch (IOException e) {
                seen.add("reset");
            }
        }

        void tell(String what) {
            seen.add(what);
        }
    }
}

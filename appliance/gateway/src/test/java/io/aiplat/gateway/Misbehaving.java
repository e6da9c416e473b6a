package io.aiplat.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An upstream that does exactly what it is told, well or badly, and remembers what it was asked.
public final class Misbehaving implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);

    /// A request as it came.
    public record Asked(String line, Map<String, String> headers, String body) {
        /// A header by its name in lower case; empty if it was not sent.
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// What it does with one request: writes pieces, each after a pause, and then ends the connection or not.
    ///
    /// @param pieces  bytes of the answer, head included
    /// @param pause   before each piece
    /// @param hangs   whether it then waits until the client leaves, instead of closing
    public record Reply(List<byte[]> pieces, Duration pause, boolean hangs) {
        static Reply status(int status, String body, String... headers) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            return raw("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n" + more + "Content-Length: "
                    + bytes.length + "\r\n\r\n" + body);
        }

        static Reply json(String body) {
            return status(200, body);
        }

        /// Server-sent events in chunks, with their end.
        static Reply events(String... data) {
            List<byte[]> pieces = new ArrayList<>();
            pieces.add(
                    bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
            for (String one : data) {
                pieces.add(chunk("data: " + one + "\n\n"));
            }
            pieces.add(bytes("0\r\n\r\n"));
            return new Reply(pieces, Duration.ZERO, false);
        }

        static Reply raw(String all) {
            return new Reply(List.of(bytes(all)), Duration.ZERO, false);
        }

        /// The same without its last piece: the connection ends in the middle.
        Reply cut() {
            return new Reply(pieces.subList(0, pieces.size() - 1), pause, false);
        }

        /// The same without its last piece, and then nothing, for as long as the client waits.
        Reply hanging() {
            return new Reply(pieces.subList(0, pieces.size() - 1), pause, true);
        }

        /// The same, slower.
        Reply every(Duration time) {
            return new Reply(pieces, time, hangs);
        }

        private static byte[] chunk(String text) {
            byte[] content = bytes(text);
            return bytes(Integer.toHexString(content.length) + "\r\n" + text + "\r\n");
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Listens on a free port of 127.0.0.1.
    public Misbehaving() throws IOException {
        server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Its address, as a person would write it into gateway.yaml.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    /// What it does with the next request that nothing is said of yet.
    public void reply(Reply reply) {
        replies.add(reply);
    }

    /// What it was asked so far.
    public List<Asked> asked() {
        return asked;
    }

    /// Waits until a client of a hanging answer has closed its connection.
    public boolean sawTheClientLeave(Duration limit) throws InterruptedException {
        return left.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                // Closed: the test is over.
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            asked.add(read(in));
            Reply reply = replies.poll();
            if (reply == null) {
                return;
            }
            client.setTcpNoDelay(true);
            OutputStream out = client.getOutputStream();
            for (byte[] piece : reply.pieces()) {
                Thread.sleep(reply.pause());
                out.write(piece);
                out.flush();
            }
            if (reply.hangs() && in.read() < 0) {
                left.countDown();
            }
        } catch (IOException _) {
            left.countDown();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Asked read(BufferedReader in) throws IOException {
        String line = in.readLine();
        Map<String, String> headers = new TreeMap<>();
        for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        for (int at = 0; at < body.length; ) {
            at += in.read(body, at, body.length - at);
        }
        byte[] bytes = new String(body).getBytes(StandardCharsets.ISO_8859_1);
        return new Asked(String.valueOf(line), headers, new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

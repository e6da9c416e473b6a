package io.aiplat.gateway;

import io.aiplat.testkit.Eventually;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An upstream that does exactly what it is told, well or badly, and remembers what it was asked.
public final class Misbehaving implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Long> left = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Reply usual = Reply.raw("");

    /// A request as it came.
    public record Asked(String line, Map<String, String> headers, String body) {
        /// A header by its name in lower case; empty if it was not sent.
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// What it does with one request.
    ///
    /// @param pieces bytes of the answer, head included; each is written by itself
    /// @param go     taken from before each piece; null for no waiting
    /// @param end    what follows the last piece
    public record Reply(List<byte[]> pieces, @Nullable Semaphore go, End end) {
        private static final String EVENTS =
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

        /// What follows the last piece of an answer.
        public enum End {
            /// The connection is closed.
            CLOSED,
            /// The connection takes another request.
            KEPT,
            /// Nothing comes any more, as long as the client waits.
            HUNG
        }

        static Reply status(int status, String body, String... headers) {
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            return raw("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n" + more + "Content-Length: "
                            + bytes(body).length + "\r\n\r\n" + body)
                    .then(End.KEPT);
        }

        static Reply json(String body) {
            return status(200, body);
        }

        /// Server-sent events in chunks, with their end.
        static Reply events(String... data) {
            return chunks(Stream.of(data).map(one -> "data: " + one + "\n\n").toArray(String[]::new));
        }

        /// A stream in these chunks, with its end.
        static Reply chunks(String... texts) {
            return chunks(Stream.of(texts).map(Reply::bytes).toList());
        }

        static Reply chunks(List<byte[]> contents) {
            List<byte[]> pieces = new ArrayList<>();
            pieces.add(bytes(EVENTS));
            for (byte[] content : contents) {
                pieces.add(chunk(content));
            }
            pieces.add(bytes("0\r\n\r\n"));
            return new Reply(pieces, null, End.KEPT);
        }

        /// Exactly this, and then the end of the connection.
        static Reply raw(String all) {
            return new Reply(List.of(bytes(all)), null, End.CLOSED);
        }

        /// No answer at all.
        static Reply nothing() {
            return new Reply(List.of(), null, End.HUNG);
        }

        /// The same without its last piece: the connection ends in the middle.
        Reply cut() {
            return new Reply(pieces.subList(0, pieces.size() - 1), go, End.CLOSED);
        }

        /// The same without its last piece, and then nothing, for as long as the client waits.
        Reply hanging() {
            return new Reply(pieces.subList(0, pieces.size() - 1), go, End.HUNG);
        }

        /// The same, but each piece waits for a permit.
        Reply paced(Semaphore permits) {
            return new Reply(pieces, permits, end);
        }

        /// The same with another end.
        Reply then(End other) {
            return new Reply(pieces, go, other);
        }

        private static byte[] chunk(byte[] content) {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes(bytes(Integer.toHexString(content.length) + "\r\n"));
            chunk.writeBytes(content);
            chunk.writeBytes(bytes("\r\n"));
            return chunk.toByteArray();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Listens on a free port of 127.0.0.1.
    public Misbehaving() throws IOException {
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
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

    /// What it does with requests that nothing else is said of; closes the connection if this is never called.
    public void always(Reply reply) {
        usual = reply;
    }

    /// What it was asked so far.
    public List<Asked> asked() {
        return asked;
    }

    /// How often somebody has connected.
    public int connections() {
        return connections.get();
    }

    /// Waits until it was asked so many times in all.
    public void awaitAsked(int times) throws InterruptedException {
        Eventually.seen("it is asked " + times + " times", asked::size, count -> count >= times);
    }

    /// Waits until a client of a hanging answer has closed its connection.
    ///
    /// @return when its FIN was seen, as [System#nanoTime]
    public long awaitLeaving() throws InterruptedException {
        Long seen = left.poll(10, TimeUnit.SECONDS);
        if (seen == null) {
            throw new AssertionError("the connection is still open");
        }
        return seen;
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
        connections.incrementAndGet();
        try (client) {
            client.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            Reply reply = usual;
            do {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                Reply next = replies.poll();
                reply = next == null ? usual : next;
                asked.add(read(line, in));
                write(reply, client.getOutputStream());
            } while (reply.end() == Reply.End.KEPT);
            if (reply.end() == Reply.End.HUNG && in.read() < 0) {
                left.add(System.nanoTime());
            }
        } catch (IOException _) {
            left.add(System.nanoTime());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Reply reply, OutputStream out) throws IOException, InterruptedException {
        Semaphore go = reply.go();
        for (byte[] piece : reply.pieces()) {
            if (go != null) {
                go.acquire();
            }
            out.write(piece);
            out.flush();
        }
    }

    private static Asked read(String line, BufferedReader in) throws IOException {
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
        return new Asked(line, headers, new String(bytes, StandardCharsets.UTF_8));
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

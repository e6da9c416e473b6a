package io.aiplat.launcher.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// HTTP server on loopback with files and ranges, as slow as it is told to be, which counts the bytes it sends.
final class ThrottledFiles implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int PIECE = 1 << 16;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final HttpServer server;
    private volatile long pauseMillis;

    ThrottledFiles() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /// Has a file from now on.
    ///
    /// @return its address
    String put(String name, byte[] content) {
        files.put("/" + name, content);
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /// Waits after each 64 KiB of a connection.
    void slow(long millis) {
        pauseMillis = millis;
    }

    /// Bytes of files that it has sent so far.
    long sent() {
        return sent.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] content = files.get(exchange.getRequestURI().getPath());
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String asked = exchange.getRequestHeaders().getFirst("Range");
            Matcher range = RANGE.matcher(asked == null ? "" : asked);
            boolean part = range.matches();
            int from = part ? Integer.parseInt(range.group(1)) : 0;
            int end = part && !range.group(2).isEmpty() ? Integer.parseInt(range.group(2)) + 1 : content.length;
            exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(content) + "\"");
            if (part) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(part ? 206 : 200, end - from);
            OutputStream out = exchange.getResponseBody();
            for (int at = from; at < end; at += PIECE) {
                int piece = Math.min(PIECE, end - at);
                out.write(content, at, piece);
                sent.addAndGet(piece);
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

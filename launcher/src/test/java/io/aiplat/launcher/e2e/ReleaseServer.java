package io.aiplat.launcher.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server of files as that of llama.cpp's releases: it sends on from one address to another, knows ranges, and is no
/// faster than a network. It counts the bytes it sends.
final class ReleaseServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
    private static final int PIECE = 1 << 15;

    private final HttpServer server;
    private final byte[] content;
    private final AtomicLong sent = new AtomicLong();
    private volatile long pauseMillis;

    ReleaseServer(Path file) throws IOException {
        content = Files.readAllBytes(file);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/releases/", this::sendOn);
        server.createContext("/store/", this::serve);
        server.start();
    }

    /// Where a release's archive is.
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/releases/llama.tar.gz";
    }

    /// Bytes of files that were sent so far.
    long sent() {
        return sent.get();
    }

    /// Waits so long after each 32 KiB of a connection.
    ReleaseServer pausing(long millis) {
        pauseMillis = millis;
        return this;
    }

    private void sendOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Location", "/store/7f3a");
            exchange.sendResponseHeaders(302, -1);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = exchange.getRequestHeaders().getFirst("Range");
            Matcher range = RANGE.matcher(asked == null ? "" : asked);
            boolean part = range.matches();
            int from = part ? Integer.parseInt(range.group(1)) : 0;
            int end = part && !range.group(2).isEmpty()
                    ? Math.min(content.length, Integer.parseInt(range.group(2)) + 1)
                    : content.length;
            if (part) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + content.length);
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(part ? 206 : 200, end - from);
            OutputStream out = exchange.getResponseBody();
            for (int at = from; at < end; at += PIECE) {
                int piece = Math.min(PIECE, end - at);
                out.write(content, at, piece);
                out.flush();
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

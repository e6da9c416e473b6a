package io.aiplat.supply.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// HTTP server on loopback that has one file, with ranges, and counts what it sends.
public final class RangeServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int PIECE = 1 << 16;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final HttpServer server;
    private volatile byte[] content;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger breaks = new AtomicInteger();
    private volatile LongConsumer watcher = _ -> {};
    private volatile long pauseMillis;

    /// Serves bytes at `/file`.
    public RangeServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/file", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        answering.incrementAndGet();
        try (exchange) {
            byte[] bytes = content;
            String asked = exchange.getRequestHeaders().getFirst("Range");
            Matcher range = RANGE.matcher(asked == null ? "" : asked);
            boolean part = range.matches();
            int from = part ? Integer.parseInt(range.group(1)) : 0;
            int end = part && !range.group(2).isEmpty()
                    ? Math.min(bytes.length, Integer.parseInt(range.group(2)) + 1)
                    : bytes.length;
            exchange.sendResponseHeaders(part ? 206 : 200, end - from);
            OutputStream out = exchange.getResponseBody();
            for (int at = from; at < end; at += PIECE) {
                int piece = Math.min(PIECE, end - at);
                if (breaks.get() > 0 && at > from && breaks.getAndDecrement() > 0) {
                    return;
                }
                out.write(bytes, at, piece);
                watcher.accept(sent.addAndGet(piece));
                if (pauseMillis > 0) {
                    Thread.sleep(pauseMillis);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answering.decrementAndGet();
        }
    }

    /// Waits until nobody is being sent anything.
    public void awaitIdle() throws InterruptedException {
        while (answering.get() > 0) {
            Thread.sleep(10);
        }
    }

    /// Requests that it was sent so far.
    public int asked() {
        return asked.get();
    }

    /// Bytes of files that it has sent so far.
    public long sent() {
        return sent.get();
    }

    /// Is told after each piece how much was sent in all.
    public void watch(LongConsumer told) {
        watcher = told;
    }

    /// Waits after each 64 KiB of a connection.
    public void slow(long millis) {
        pauseMillis = millis;
    }

    /// Breaks off so many answers in their midst.
    public void breakOff(int answers) {
        breaks.set(answers);
    }

    /// Has other bytes from now on.
    public void change(byte[] other) {
        content = other;
    }

    /// Where the file is.
    public URI file() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// The file as a source would say it.
    public static RemoteBlob blob(URI file, @Nullable BlobDigest digest, long bytes, boolean ranges, String version) {
        return new RemoteBlob() {
            @Override
            public @Nullable BlobDigest digest() {
                return digest;
            }

            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public boolean hasRanges() {
                return ranges;
            }

            @Override
            public String version() {
                return version;
            }

            @Override
            public InputStream open(long from, long wanted) throws IOException, InterruptedException {
                HttpRequest.Builder request = HttpRequest.newBuilder(file);
                if (ranges) {
                    request.header("Range", "bytes=" + from + "-" + (wanted < 0 ? "" : from + wanted - 1));
                }
                HttpResponse<InputStream> answer =
                        CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
                if (answer.statusCode() != (ranges ? 206 : 200)) {
                    throw new IOException("status " + answer.statusCode());
                }
                return answer.body();
            }
        };
    }
}

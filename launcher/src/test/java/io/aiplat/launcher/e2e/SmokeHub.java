package io.aiplat.launcher.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.Digests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;

/// Hugging Face on loopback, whose repositories have one file each, all with the same bytes.
final class SmokeHub implements AutoCloseable {
    private static final String COMMIT = "89abcdef0123456789abcdef0123456789abcdef";

    private final HttpServer server;

    /// @param files   by repository
    /// @param content of each of them
    SmokeHub(Map<String, String> files, byte[] content) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        files.forEach((repository, file) -> {
            String listing = "{\"sha\":\"" + COMMIT + "\",\"siblings\":[{\"rfilename\":\"" + file + "\",\"size\":"
                    + content.length + ",\"lfs\":{\"sha256\":\"" + Digests.sha256(content) + "\",\"size\":"
                    + content.length + "}}]}";
            server.createContext(
                    "/api/models/" + repository + "/revision/main",
                    exchange -> answer(exchange, 200, listing.getBytes(StandardCharsets.UTF_8)));
            server.createContext(
                    "/" + repository + "/resolve/" + COMMIT + "/" + file, exchange -> part(exchange, content));
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void part(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        exchange.getResponseHeaders().set("ETag", "\"smoke\"");
        if (range == null) {
            answer(exchange, 200, content);
            return;
        }
        String[] ends = range.replace("bytes=", "").split("-", 2);
        int from = Integer.parseInt(ends[0]);
        int last = ends[1].isEmpty() ? content.length - 1 : Math.min(content.length - 1, Integer.parseInt(ends[1]));
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + last + "/" + content.length);
        answer(exchange, 206, Arrays.copyOfRange(content, from, last + 1));
    }

    private static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package io.aiplat.launcher.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.Digests;
import io.aiplat.supply.BundledModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// Hugging Face on loopback, whose repositories have one model each, all of them the one in the JAR, with the files
/// that
/// Hugging Face has for Ollama beside it: without its template and parameters it talks at random.
final class SmokeHub implements AutoCloseable {
    private static final String COMMIT = "89abcdef0123456789abcdef0123456789abcdef";
    private static final String PARAMETERS = """
            {"temperature": 0, "num_ctx": 2048, "num_predict": 256, "repeat_penalty": 1.0, "stop": ["<|end|>"]}
            """;

    private final HttpServer server;

    /// @param models names of their files, by repository
    SmokeHub(Map<String, String> models) throws IOException {
        byte[] weights;
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            weights = in.readAllBytes();
        }
        String template = BundledModel.ALL.getFirst().modelfile().split("\"\"\"", 3)[1];
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        models.forEach((repository, file) -> {
            Map<String, byte[]> files = Map.of(file, weights, "template", bytes(template), "params", bytes(PARAMETERS));
            String listing = files.entrySet().stream()
                    .map(each -> "{\"rfilename\":\"%1$s\",\"size\":%2$d,\"lfs\":{\"sha256\":\"%3$s\",\"size\":%2$d}}"
                            .formatted(each.getKey(), each.getValue().length, Digests.sha256(each.getValue())))
                    .collect(Collectors.joining(","));
            server.createContext(
                    "/api/models/" + repository + "/revision/main",
                    exchange -> answer(
                            exchange, 200, bytes("{\"sha\":\"" + COMMIT + "\",\"siblings\":[" + listing + "]}")));
            files.forEach((name, content) -> server.createContext(
                    "/" + repository + "/resolve/" + COMMIT + "/" + name, exchange -> part(exchange, content)));
        });
        server.start();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void part(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        exchange.getResponseHeaders().set("ETag", "\"" + content.length + "\"");
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

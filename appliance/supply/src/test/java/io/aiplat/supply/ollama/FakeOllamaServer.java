package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server on the loopback interface that answers what a test says and keeps what it was asked. It has one
/// model, `smoke`.
public class FakeOllamaServer implements AutoCloseable {
    public final HttpServer server;
    /// Path and body of each question, in order; only the last is kept of looks without a body.
    public final List<Question> asked = new CopyOnWriteArrayList<>();

    public record Question(String path, JsonNode body) {}

    public FakeOllamaServer(String version) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        answers("/api/version", 200, "{\"version\":\"" + version + "\"}");
        answers("/api/ps", 200, "{\"models\":[]}");
        answers("/api/tags", 200, "{\"models\":[{\"name\":\"smoke:latest\",\"digest\":\"d\",\"size\":1}]}");
        answers(
                "/api/show",
                200,
                "{\"modelfile\":\"\",\"template\":\"{{ range .Messages }}{{ .Content }}{{ end }}\","
                        + "\"capabilities\":[\"completion\",\"tools\"]}");
    }

    /// A client of it.
    public final OllamaApi api() {
        return new OllamaApi(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(10));
    }

    /// Answers a path from now on.
    public final void answers(String path, int status, String... lines) {
        forget(path);
        server.createContext(path, exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked.add(new Question(path, OllamaApi.JSON.readTree(body.length == 0 ? "{}".getBytes() : body)));
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (String line : lines) {
                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        });
    }

    /// Has no answer for a path.
    public final void forget(String path) {
        try {
            server.removeContext(path);
        } catch (IllegalArgumentException _) {
            // There was none.
        }
    }

    /// What was asked of a path last.
    public JsonNode last(String path) {
        return asked.stream()
                .filter(question -> question.path.equals(path))
                .reduce((_, later) -> later)
                .orElseThrow()
                .body;
    }

    public long count(String path) {
        return asked.stream().filter(question -> question.path.equals(path)).count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// An Ollama whose model leaves its GPU when a test says so: what a suspend does to a real one. It answers what an
/// appliance asks of it, and notes what it is told about its model.
final class FadingOllama implements AutoCloseable {
    static final String MODEL = "qwen3:8b";

    private static final long SIZE = 6L << 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// `unload` and `load`, as they came.
    final List<String> told = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private volatile boolean loaded;
    private volatile boolean onGpu = true;
    private volatile boolean gpuComesBack;

    private FadingOllama(HttpServer server) {
        this.server = server;
    }

    static FadingOllama start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FadingOllama ollama = new FadingOllama(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", ollama::answer);
        server.start();
        return ollama;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// From now on its model computes on processors, until it is loaded anew.
    void loseGpu() {
        gpuComesBack = true;
        onGpu = false;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/api/blobs/")) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        JsonNode question = asked.length > 0 && asked[0] == '{' ? JSON.readTree(asked) : JSON.createObjectNode();
        byte[] body = (switch (path) {
                    case "/api/version" -> "{\"version\":\"0.11.4\"}";
                    case "/api/tags" -> "{\"models\":[" + model(",\"size\":5000000000,\"details\":{}") + "]}";
                    case "/api/ps" -> "{\"models\":[" + (loaded ? resident() : "") + "]}";
                    case "/api/show" -> """
                            {"modelfile":"","template":"{{ .Prompt }}","details":{},"capabilities":["completion"],
                             "model_info":{"general.architecture":"qwen3","qwen3.context_length":40960}}""";
                    case "/api/generate", "/api/chat" -> told(question);
                    default -> "{\"status\":\"success\"}";
                })
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String model(String more) {
        return "{\"name\":\"%s\",\"model\":\"%s\",\"digest\":\"sha256:%s\"%s}"
                .formatted(MODEL, MODEL, "a".repeat(64), more);
    }

    private String resident() {
        return model(",\"size\":%d,\"size_vram\":%d,\"context_length\":8192,\"expires_at\":\"2318-01-01T00:00:00Z\""
                .formatted(SIZE, onGpu ? SIZE : 0));
    }

    private String told(JsonNode question) {
        if (question.path("keep_alive").asInt(1) == 0) {
            told.add("unload");
            loaded = false;
            return "{\"done\":true,\"done_reason\":\"unload\"}";
        }
        if (question.path("messages").isEmpty()) {
            told.add("load");
            loaded = true;
            onGpu = onGpu || gpuComesBack;
            return "{\"done\":true,\"done_reason\":\"load\",\"message\":{\"role\":\"assistant\",\"content\":\"\"}}";
        }
        return """
                {"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":1,
                 "message":{"role":"assistant","content":"pong"}}""".replace("\n", "");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

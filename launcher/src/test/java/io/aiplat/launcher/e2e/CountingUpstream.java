package io.aiplat.launcher.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Upstream that answers everything with ten tokens, and counts what it has worked on: what a gateway says of spend is
/// held against that.
final class CountingUpstream {
    private static final byte[] ANSWER = """
            {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"x"}}],
            "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""".getBytes(StandardCharsets.UTF_8);

    private CountingUpstream() {}

    /// Begins to answer, on a port that is free.
    ///
    /// @param worked takes the count
    static HttpServer start(InetAddress address, AtomicInteger worked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, worked));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, AtomicInteger worked) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            body.readAllBytes();
            worked.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }
}

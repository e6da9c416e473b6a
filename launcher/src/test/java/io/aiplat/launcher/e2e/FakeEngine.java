package io.aiplat.launcher.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A container engine that cannot be had here: an old one, one for Windows, one whose clock is wrong. It says what it
/// is, and nothing else is asked of it.
final class FakeEngine implements AutoCloseable {
    private final HttpServer server;

    private FakeEngine(String version, String info) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/version", version);
        answer("/info", info);
        server.start();
    }

    /// An engine of that API version on that system, whose clock shows that time.
    static FakeEngine of(String apiVersion, String system, Instant clock) throws IOException {
        return new FakeEngine("""
                {"Version": "fake", "ApiVersion": "%s", "MinAPIVersion": "1.12"}""".formatted(apiVersion), """
                {"OSType": "%s", "CgroupVersion": "2", "MemTotal": 8589934592, "SystemTime": "%s"}""".formatted(system, clock));
    }

    /// Its address, as in DOCKER_HOST.
    String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

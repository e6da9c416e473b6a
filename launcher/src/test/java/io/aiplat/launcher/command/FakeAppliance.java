package io.aiplat.launcher.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.store.Home;
import io.aiplat.store.OwnerKey;
import io.aiplat.store.process.ApplianceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Something that a home takes for its running appliance: a server in this process that answers as it is told.
final class FakeAppliance implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Function<String, Answer>> answers = new ConcurrentHashMap<>();

    /// Bodies of the requests, in order, each behind its method and path.
    final List<String> asked = new CopyOnWriteArrayList<>();

    /// What it says.
    record Answer(int status, String type, String body) {}

    FakeAppliance(Path folder) throws IOException {
        Home home = new Home(folder).open();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        new OwnerKey(home.ownerKey(), new SecureRandom()).readOrCreate();
        new OwnerKey(home.adminKey(), new SecureRandom()).readOrCreate();
        new ApplianceFile(home.appliance()).write(url(), "1", "plan");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Answers a method and a path, as `GET /admin/v1/models`.
    FakeAppliance on(String what, Function<String, Answer> answer) {
        answers.put(what, answer);
        return this;
    }

    static Answer json(String body) {
        return new Answer(200, "application/json", body);
    }

    /// A chat completion in one piece of a stream.
    static Answer said(String text) {
        return new Answer(
                200,
                "text/event-stream",
                "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\ndata: [DONE]\n\n");
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(what + " " + body);
            Answer answer = answers.getOrDefault(what, _ -> new Answer(404, "application/json", "{}"))
                    .apply(body);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

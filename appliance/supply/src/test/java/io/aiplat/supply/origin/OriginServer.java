package io.aiplat.supply.origin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server of files on this machine, with ranges, entity tags and whatever a test has it say.
final class OriginServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    OriginServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /// Method, address, range and login of every request, in order.
    List<String> asked() {
        return asked;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    String host() {
        return uri("/").getAuthority();
    }

    void on(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Range") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            handler.handle(exchange);
        });
    }

    void json(String path, String json) {
        on(path, exchange -> answer(exchange, 200, json.getBytes(StandardCharsets.UTF_8)));
    }

    void refusal(String path, int status, String code) {
        on(path, exchange -> {
            if (!code.isEmpty()) {
                exchange.getResponseHeaders().set("X-Error-Code", code);
            }
            answer(exchange, status, new byte[0]);
        });
    }

    void file(String path, byte[] bytes, String tag) {
        on(path, exchange -> {
            exchange.getResponseHeaders().set("ETag", tag);
            part(exchange, bytes);
        });
    }

    static void part(HttpExchange exchange, byte[] bytes) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            answer(exchange, 200, bytes);
            return;
        }
        String[] ends = range.replace("bytes=", "").split("-", 2);
        int from = Integer.parseInt(ends[0]);
        int last = ends[1].isEmpty() ? bytes.length - 1 : Math.min(bytes.length - 1, Integer.parseInt(ends[1]));
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + last + "/" + bytes.length);
        answer(exchange, 206, Arrays.copyOfRange(bytes, from, last + 1));
    }

    static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

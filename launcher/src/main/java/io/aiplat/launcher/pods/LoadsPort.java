package io.aiplat.launcher.pods;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.operator.pods.PublishedScaling;
import io.aiplat.routing.scaling.RouteLoads;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Port on which a gateway pod answers the operator: how much its routes are asked, and whose servers are waited for.
/// It is another than that of clients, so that a network policy can leave it to the operator; the admin key opens it.
final class LoadsPort implements AutoCloseable {
    /// A question is some routes; more is none.
    private static final int MOST = 4 << 20;

    private final HttpServer server;
    private final ExecutorService threads;
    private final byte[] login;
    private final PublishedScaling scaling;
    private final RouteLoads loads;

    private LoadsPort(
            HttpServer server, ExecutorService threads, Secret token, PublishedScaling scaling, RouteLoads loads) {
        this.server = server;
        this.threads = threads;
        this.login = ("Bearer " + token.value()).getBytes(StandardCharsets.UTF_8);
        this.scaling = scaling;
        this.loads = loads;
    }

    /// Listens on all addresses.
    ///
    /// @param token that the operator has to send
    /// @throws ApplianceException POD_CANNOT_LISTEN if the port is taken
    static LoadsPort open(int port, Secret token, PublishedScaling scaling, RouteLoads loads) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            LoadsPort opened =
                    new LoadsPort(server, Executors.newVirtualThreadPerTaskExecutor(), token, scaling, loads);
            server.setExecutor(opened.threads);
            server.createContext("/loads", opened::answer);
            server.start();
            return opened;
        } catch (IOException e) {
            throw new ApplianceException(OperatorPodProblems.cannotListen(port, String.valueOf(e.getMessage())), e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            String said = exchange.getRequestHeaders().getFirst("Authorization");
            if (said == null || !MessageDigest.isEqual(login, said.getBytes(StandardCharsets.UTF_8))) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_UNAUTHORIZED, -1);
                return;
            }
            reply(exchange, body.readNBytes(MOST));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reply(HttpExchange exchange, byte[] question) throws IOException, InterruptedException {
        try {
            byte[] answer = scaling.answer(question, loads);
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IllegalArgumentException e) {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_REQUEST, -1);
        }
    }

    /// Port it listens on.
    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package io.aiplat.launcher.pods;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Port of the probes of a process that serves nothing else: `/livez` as long as its thread goes round, `/readyz`
/// when it does what it is for. Both answer anybody, and say nothing.
final class HealthPort implements AutoCloseable {
    /// A look takes no longer, also where the cluster's API does not answer.
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final HttpServer server;
    private final ExecutorService threads;
    private volatile long looked = System.nanoTime();
    private volatile boolean ready;

    private HealthPort(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /// Listens on all addresses, because the kubelet asks from outside of the pod.
    ///
    /// @throws ApplianceException POD_CANNOT_LISTEN if the port is taken
    static HealthPort open(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            HealthPort health = new HealthPort(server, Executors.newVirtualThreadPerTaskExecutor());
            server.setExecutor(health.threads);
            server.createContext("/livez", exchange -> health.answer(exchange, health.isAlive()));
            server.createContext("/readyz", exchange -> health.answer(exchange, health.isAlive() && health.ready));
            server.start();
            return health;
        } catch (IOException e) {
            throw new ApplianceException(OperatorPodProblems.cannotListen(port, String.valueOf(e.getMessage())), e);
        }
    }

    /// The thread went round.
    ///
    /// @param does whether it does what it is for
    void looked(boolean does) {
        looked = System.nanoTime();
        ready = does;
    }

    private boolean isAlive() {
        return System.nanoTime() - looked < STUCK.toNanos();
    }

    private void answer(HttpExchange exchange, boolean yes) throws IOException {
        byte[] body = (yes ? "ok\n" : "not ready\n").getBytes(StandardCharsets.US_ASCII);
        try (exchange) {
            exchange.sendResponseHeaders(yes ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /// Port it listens on.
    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}

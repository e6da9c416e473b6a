package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;

/// The testbed's registry of models, as pods see it. It listens on 127.0.0.1, which is another one inside of a pod,
/// so it is made to be found on the address that this machine has on the engine's own network.
final class TestRegistry implements AutoCloseable {
    private static final String REGISTRY = "127.0.0.1:5000";

    private final ServerSocket listener;

    private TestRegistry(ServerSocket listener) {
        this.listener = listener;
    }

    /// Opens it to pods; skips the test where there is none.
    static TestRegistry open() throws IOException {
        Need.that(
                Program.succeeds("curl", "-sf", "http://" + REGISTRY + "/v2/"),
                "the testbed's registry at " + REGISTRY + ": testbed/engine start");
        TestRegistry registry = new TestRegistry(new ServerSocket(0, 50, engineAddress()));
        Thread.startVirtualThread(registry::serve);
        return registry;
    }

    /// `host:port`, as pods know it.
    String name() {
        return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    /// Pushes smoke under another name, with a real Ollama.
    ///
    /// @param model as `library/name:tag`
    void push(String model) throws Exception {
        String name = REGISTRY + "/" + model;
        try (RealOllama ollama = RealOllama.start()) {
            ollama.create(name, "smoke").push(name);
        }
    }

    /// The address that this machine has on the engine's own network, where pods reach it.
    static InetAddress engineAddress() throws IOException {
        NetworkInterface bridge = NetworkInterface.getByName("docker0");
        Need.that(bridge != null, "the engine's network docker0");
        return bridge.inetAddresses()
                .filter(address -> address.getAddress().length == 4)
                .findFirst()
                .orElseThrow();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                join(listener.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// Joins a connection to the testbed's registry.
    static void join(Socket pod) throws IOException {
        InetSocketAddress registry = new InetSocketAddress("127.0.0.1", 5000);
        Socket there = new Socket(registry.getAddress(), registry.getPort());
        Thread.startVirtualThread(() -> forward(pod, there));
        Thread.startVirtualThread(() -> forward(there, pod));
    }

    private static void forward(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException over) {
            return; // One side has hung up, which ends both.
        }
    }

    /// Hides it from pods again.
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.aiplat.launcher.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Hands on what comes to a port, to another address: what pods cannot reach by itself, or is not reached from here.
final class TcpRelay implements AutoCloseable {
    private final ServerSocket server;
    private final InetSocketAddress target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private TcpRelay(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    /// Listens on a free port.
    ///
    /// @param listen address of this machine
    /// @param target where what comes is handed on
    static TcpRelay open(String listen, InetSocketAddress target) throws IOException {
        TcpRelay relay = new TcpRelay(new ServerSocket(0, 1024, InetAddress.getByName(listen)), target);
        relay.threads.submit(relay::accept);
        return relay;
    }

    /// Its port.
    int port() {
        return server.getLocalPort();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket near = server.accept();
            threads.submit(() -> connect(near));
        }
    }

    private void connect(Socket near) {
        try (near;
                Socket far = new Socket()) {
            far.connect(target);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            threads.submit(() -> copy(far, near));
            copy(near, far);
        } catch (IOException e) {
            // Its peer sees the connection end, as it would without a relay.
        }
    }

    private static void copy(Socket from, Socket into) {
        try {
            from.getInputStream().transferTo(into.getOutputStream());
        } catch (IOException e) {
            // One of both is gone, and so the other has to go.
        }
        close(from);
        close(into);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed for us all the same.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}

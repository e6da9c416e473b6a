package io.aiplat.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A gateway in a process of its own that may have only so many descriptors open.
final class LimitedGateway implements AutoCloseable {
    private final Process process;
    private final int port;

    /// @param descriptors that it may have
    LimitedGateway(int descriptors) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + descriptors + " && exec \"$@\"",
                        "sh",
                        java,
                        "-Xmx416m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LimitedGateway.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader();
        port = Integer.parseInt(said.readLine());
    }

    public static void main(String[] args) throws IOException {
        try (RunningGateway gateway = new RunningGateway()) {
            System.out.println(gateway.server.port());
            while (System.in.read() >= 0) {
                // Its input is how long it is wanted.
            }
        }
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        return socket;
    }

    /// A conversation over a connection of its own.
    ///
    /// @return the whole answer
    String chat() throws IOException {
        String body = RunningGateway.chatBody("");
        String head =
                FrontOf.head(RunningGateway.KEY, body.length()).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        try (Socket socket = socket()) {
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

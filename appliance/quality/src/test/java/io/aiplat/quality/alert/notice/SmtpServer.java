package io.aiplat.quality.alert.notice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Server that takes e-mail on 127.0.0.1, with a certificate of its own for that address, and keeps what it is told.
final class SmtpServer implements AutoCloseable {
    /// All lines of the client, but for those that were encrypted.
    final List<String> clear = Collections.synchronizedList(new ArrayList<>());
    /// Those that were encrypted.
    final List<String> secret = Collections.synchronizedList(new ArrayList<>());

    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final SSLContext tls;
    private final boolean fromTheBeginning;
    private final List<String> extensions;

    /// @param fromTheBeginning whether connections are encrypted at once
    /// @param extensions       that it offers, `STARTTLS` only before it was used
    SmtpServer(SSLContext tls, boolean fromTheBeginning, String... extensions) throws IOException {
        this.tls = tls;
        this.fromTheBeginning = fromTheBeginning;
        this.extensions = List.of(extensions);
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// A context with a certificate for 127.0.0.1 that trusts it, too.
    static SSLContext context(Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=here",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                if (fromTheBeginning) {
                    talk(encrypted(client), true);
                } else {
                    talk(client, false);
                }
            } catch (IOException _) {
                // The client went, or the test is over.
            }
        }
    }

    private Socket encrypted(Socket client) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }

    private void talk(Socket client, boolean encrypted) throws IOException {
        Socket socket = client;
        boolean safe = encrypted;
        BufferedReader in = reader(socket);
        say(socket, "220-here is a server", "220 that takes e-mail");
        boolean message = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            (safe ? secret : clear).add(line);
            if (message) {
                if (line.equals(".")) {
                    message = false;
                    say(socket, "250 taken");
                }
            } else if (line.startsWith("EHLO")) {
                List<String> offered = new ArrayList<>(List.of("250-here"));
                boolean now = safe;
                extensions.stream()
                        .filter(each -> !now || !each.equals("STARTTLS"))
                        .forEach(each -> offered.add("250-" + each));
                offered.add("250 8BITMIME");
                say(socket, offered.toArray(String[]::new));
            } else if (line.equals("STARTTLS")) {
                say(socket, "220 go on");
                socket = encrypted(socket);
                in = reader(socket);
                safe = true;
            } else if (line.startsWith("AUTH PLAIN")) {
                // "\0ann\0secret"
                say(socket, line.endsWith(" AGFubgBzZWNyZXQ=") ? "235 you are" : "535 5.7.8 you are not");
            } else if (line.equals("AUTH LOGIN")) {
                say(socket, "334 VXNlcm5hbWU6");
                secret.add(in.readLine());
                say(socket, "334 UGFzc3dvcmQ6");
                String password = in.readLine();
                say(socket, password.equals("c2VjcmV0") ? "235 you are" : "535 5.7.8 you are not");
            } else if (line.startsWith("RCPT TO:<nobody@")) {
                say(socket, "550 5.1.1 no such mailbox");
            } else if (line.equals("DATA")) {
                message = true;
                say(socket, "354 go on");
            } else {
                say(socket, "250 good");
            }
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void say(Socket socket, String... lines) throws IOException {
        socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

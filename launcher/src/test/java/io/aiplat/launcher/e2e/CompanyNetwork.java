package io.aiplat.launcher.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A network as companies have them: the registry has a name that only the proxy knows, and a certificate of the
/// company's own authority. Behind it is the testbed's registry.
final class CompanyNetwork implements AutoCloseable {
    /// Of the registry.
    static final String REGISTRY = "models.corp.test";

    private static final String PASSWORD = "not-a-secret";

    private final ServerSocket proxy;
    private final SSLContext identity;
    private final Path folder;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private CompanyNetwork(ServerSocket proxy, SSLContext identity, Path folder) {
        this.proxy = proxy;
        this.identity = identity;
        this.folder = folder;
    }

    /// Makes an authority and a certificate, and opens the proxy on the engine's own network, where pods find it.
    static CompanyNetwork open() throws Exception {
        InetAddress address = TestRegistry.engineAddress();
        Path folder = Folders.create();
        Path keys = folder.resolve("keys.p12");
        keytool(keys, "-genkeypair", "-alias", "authority", "-dname", "CN=Company", "-ext", "bc:c", "-keyalg", "EC");
        keytool(
                keys,
                "-genkeypair",
                "-alias",
                "registry",
                "-dname",
                "CN=Registry",
                "-keyalg",
                "EC",
                "-signer",
                "authority",
                "-ext",
                "san=dns:" + REGISTRY);
        CompanyNetwork network = new CompanyNetwork(new ServerSocket(0, 50, address), identity(keys), folder);
        keytool(
                keys,
                "-exportcert",
                "-rfc",
                "-alias",
                "authority",
                "-file",
                network.authority().toString());
        Thread.startVirtualThread(network::serve);
        return network;
    }

    private static void keytool(Path keys, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
        Program.run(command.toArray(String[]::new)).ok();
    }

    private static SSLContext identity(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        store.deleteEntry("authority");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /// The company's authority, in PEM.
    Path authority() {
        return folder.resolve("authority.pem");
    }

    /// Address of the proxy.
    String proxy() {
        return "http://" + proxy.getInetAddress().getHostAddress() + ":" + proxy.getLocalPort();
    }

    /// What the proxy was asked to connect to, each once.
    List<String> asked() {
        return asked.stream().distinct().toList();
    }

    private void serve() {
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            String[] request = head(client.getInputStream()).split(" ", 3);
            asked.add(request[0] + " " + request[1]);
            boolean known = request[1].equals(REGISTRY + ":443");
            say(client.getOutputStream(), known ? "200 OK" : "502 Bad Gateway");
            if (known) {
                SSLSocket secured = (SSLSocket) identity.getSocketFactory().createSocket(client, null, true);
                secured.setUseClientMode(false);
                TestRegistry.join(secured);
            } else {
                client.close();
            }
        } catch (IOException gone) {
            return; // Whoever asked did not wait for the answer.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static void say(OutputStream out, String status) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /// Closes the proxy.
    @Override
    public void close() {
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Folders.delete(folder);
    }
}

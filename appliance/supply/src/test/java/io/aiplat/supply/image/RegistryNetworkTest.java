package io.aiplat.supply.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Secret;
import io.aiplat.model.catalog.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a registry is asked through belongs to the client that is handed over, and to nothing of the process: its
/// proxy, its authorities, its end. `docs/decisions/dependencies.md` says which library does not hold this.
@Timeout(30)
class RegistryNetworkTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String HOST = "registry.example:5000";
    private static final RegistryLogin ANN = new RegistryLogin("ann", new Secret("s3cret"));

    private static SSLContext server;
    private static SSLContext company;

    private final List<String> proxied = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private ServerSocket proxy;
    private HttpsServer registry;
    private HttpServer plain;
    private String challenge = "";

    @BeforeAll
    static void makeACertificate(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair -alias server -keyalg EC -dname CN=here -storepass changeit".split(" ")));
        command.addAll(List.of("-ext", "SAN=dns:registry.example", "-keystore", store.toString()));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, made.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        server = SSLContext.getInstance("TLS");
        server.init(own.getKeyManagers(), null, null);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        company = SSLContext.getInstance("TLS");
        company.init(null, trusted.getTrustManagers(), null);
    }

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        registry = HttpsServer.create(any, 0);
        registry.setHttpsConfigurator(new HttpsConfigurator(server));
        plain = HttpServer.create(any, 0);
        for (HttpServer each : List.of(registry, plain)) {
            each.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            each.createContext("/", exchange -> {
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
                asked.countDown();
                if (exchange.getRequestURI().getPath().contains("/slow/")) {
                    return;
                }
                exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
                exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
                exchange.sendResponseHeaders(challenge.isEmpty() ? 200 : 401, -1);
                exchange.close();
            });
            each.start();
        }
        proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        registry.stop(0);
        plain.stop(0);
    }

    /// Connects whoever asks for a tunnel with the registry, whatever its name.
    private void accept() {
        try {
            while (true) {
                Socket client = proxy.accept();
                Thread.ofVirtual().start(() -> tunnel(client));
            }
        } catch (IOException _) {
            // It is closed.
        }
    }

    private void tunnel(Socket client) {
        try (client) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            String first = head.substring(0, head.indexOf("\r\n"));
            proxied.add(first);
            OutputStream out = client.getOutputStream();
            if (!first.startsWith("CONNECT")) {
                out.write(("HTTP/1.1 200 OK\r\nDocker-Content-Digest: " + DIGEST + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            try (Socket there = new Socket(
                    InetAddress.getLoopbackAddress(), registry.getAddress().getPort())) {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Thread.ofVirtual().start(() -> pass(there, client));
                pass(client, there);
            }
        } catch (IOException _) {
            // The client has left.
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of them has left.
        }
    }

    private HttpClient client(@Nullable SSLContext trusting) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getLocalPort())));
        if (trusting != null) {
            client.sslContext(trusting);
        }
        return client.build();
    }

    private static ImageReference image(String host) {
        return ImageReference.parse(host + "/team/app:1");
    }

    private static Problem refusal(RegistryClient registries) {
        return assertThrows(ApplianceException.class, () -> registries.digest(image(HOST)))
                .problem();
    }

    @Test
    void goesThroughTheProxyAndTrustsTheAuthorityThatItIsHanded() {
        try (HttpClient http = client(company)) {
            assertEquals(DIGEST, new RegistryClient(http, Map.of(), Set.of()).digest(image(HOST)));
        }
        assertEquals(List.of("CONNECT " + HOST + " HTTP/1.1"), proxied);
        assertEquals(List.of("HEAD /v2/team/app/manifests/1 null"), requests, "registries count what is fetched");
    }

    @Test
    void asksARegistryWithoutTlsThroughTheProxyToo() {
        try (HttpClient http = client(null)) {
            assertEquals(DIGEST, new RegistryClient(http, Map.of(), Set.of(HOST)).digest(image(HOST)));
        }
        assertEquals(List.of("HEAD http://" + HOST + "/v2/team/app/manifests/1 HTTP/1.1"), proxied);
    }

    @Test
    void tellsNothingToWhomNobodyVouchesForAndSaysSoAtOnce() {
        long begin = System.nanoTime();
        try (HttpClient http = client(null)) {
            Problem problem = refusal(new RegistryClient(http, Map.of(HOST, ANN), Set.of()));
            assertEquals("LIBRARY_REGISTRY_UNREACHABLE", problem.code().id());
        }
        assertEquals(List.of(), requests);
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
    }

    @Test
    void sendsNoPasswordForATokenWithoutTls() {
        challenge = "Bearer realm=\"http://127.0.0.1:" + plain.getAddress().getPort() + "/token\"";
        try (HttpClient http = client(company)) {
            Problem problem = refusal(new RegistryClient(http, Map.of(HOST, ANN), Set.of()));
            assertTrue(problem.why().contains("not encrypted"), problem.why());
        }
        assertEquals(List.of("HEAD /v2/team/app/manifests/1 null"), requests);
    }

    @Test
    void endsAtOnceWhenItsThreadIsInterrupted() throws InterruptedException {
        String host = "127.0.0.1:" + plain.getAddress().getPort();
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            RegistryClient registries = new RegistryClient(http, Map.of(), Set.of());
            Thread asking = Thread.ofVirtual().start(() -> {
                assertThrows(
                        ApplianceException.class, () -> registries.digest(ImageReference.parse(host + "/slow/app:1")));
                interrupted.add(Thread.currentThread().isInterrupted());
            });
            asked.await();
            asking.interrupt();
            assertTrue(asking.join(Duration.ofSeconds(5)), "it is asked on");
            http.shutdownNow();
        }
        assertEquals(List.of(true), interrupted);
    }
}

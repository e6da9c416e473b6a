package io.aiplat.launcher.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.aiplat.model.Settings;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.TelemetrySettings;
import io.aiplat.telemetry.request.EndpointLabel;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose certificate nobody but the company has signed.
class OutboundHttpIT {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void trustsTheAuthorityOfACompanyWhereSettingsNameIt() throws Exception {
        KeyStore keys = keys();
        Path authority = Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        HttpsServer server = serve(keys);
        try {
            URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertEquals(200, status(uri, authority));
            assertThrows(SSLHandshakeException.class, () -> status(uri, null));
            export(uri, authority);
            assertEquals(List.of("/", "/v1/traces"), asked);
        } finally {
            server.stop(0);
        }
    }

    private static void export(URI collector, Path authority) {
        OutboundHttp outbound = new OutboundHttp(new Settings.Network(null, null, List.of(), authority, Map.of()));
        try (Telemetry telemetry = new Telemetry(
                TelemetrySettings.exporting("1", collector),
                _ -> {},
                _ -> {},
                Clock.systemUTC(),
                System::nanoTime,
                outbound.transport())) {
            telemetry.finished(
                    telemetry.begin("req-1", new EndpointLabel("chat", "/v1/chat/completions", "chat"), null, null));
        }
    }

    private static int status(URI uri, @Nullable Path authority) throws Exception {
        try (HttpClient client =
                new OutboundHttp(new Settings.Network(null, null, List.of(), authority, Map.of())).client()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private HttpsServer serve(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /// Java makes certificates by its tool only.
    private KeyStore keys() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes());
        assertEquals(0, tool.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}

package io.aiplat.supply.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Secret;
import io.aiplat.model.catalog.ImageReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a registry that wants a login. Ours is played by the test: none with a token server can be had
/// here.
class RegistryLoginTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final RegistryLogin ANN = new RegistryLogin("ann", new Secret("s3cret"));
    private static final String ANN_HEADER = "Basic YW5uOnMzY3JldA==";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String host;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host = "127.0.0.1:" + server.getAddress().getPort();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetchesATokenAndUsesIt() {
        registryWithTokens();
        assertEquals(DIGEST, client(Map.of(host, ANN)).digest(image()));
        assertEquals(
                List.of(
                        "HEAD /v2/team/app/manifests/1 null",
                        "GET /token?service=the+registry&scope=repository%3Ateam%2Fapp%3Apull " + ANN_HEADER,
                        "HEAD /v2/team/app/manifests/1 Bearer t0ken"),
                requests);
    }

    @Test
    void fetchesATokenForAPublicImageWithoutALogin() {
        registryWithTokens();
        assertEquals(DIGEST, client(Map.of()).digest(image()));
        assertTrue(requests.get(1).endsWith(" null"), requests.get(1));
    }

    @Test
    void sendsNameAndPasswordWhereTheRegistryWantsThem() {
        server.createContext("/v2/", exchange -> {
            note(exchange);
            if (ANN_HEADER.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answerWithDigest(exchange);
            } else {
                refuse(exchange, "Basic realm=\"x\"");
            }
        });
        assertEquals(DIGEST, client(Map.of(host, ANN)).digest(image()));
        assertEquals("LIBRARY_IMAGE_DENIED", problem(client(Map.of("other.example.com", ANN))));
        RegistryLogin wrong = new RegistryLogin("ann", new Secret("guess"));
        assertEquals("LIBRARY_IMAGE_DENIED", problem(client(Map.of(host, wrong))));
    }

    @Test
    void computesTheDigestWhereTheRegistryDoesNotTell() {
        server.createContext("/v2/", exchange -> {
            note(exchange);
            answer(exchange, 200, exchange.getRequestMethod().equals("HEAD") ? "" : "hello");
        });
        assertEquals(
                "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                client(Map.of()).digest(image()));
    }

    @Test
    void doesNotTakeEveryAnswerForADigest() {
        server.createContext("/v2/", exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", "sha512:abc");
            answer(exchange, 200, "");
        });
        assertEquals("LIBRARY_REGISTRY_UNREACHABLE", problem(client(Map.of())));
    }

    private void registryWithTokens() {
        server.createContext("/v2/", exchange -> {
            note(exchange);
            if ("Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answerWithDigest(exchange);
            } else {
                refuse(exchange, "Bearer realm=\"http://" + host + "/token\",service=\"the registry\"");
            }
        });
        server.createContext("/token", exchange -> {
            note(exchange);
            answer(exchange, 200, "{\"token\": \"t0ken\"}");
        });
    }

    private RegistryClient client(Map<String, RegistryLogin> logins) {
        return new RegistryClient(HttpClient.newHttpClient(), logins, Set.of());
    }

    private ImageReference image() {
        return ImageReference.parse(host + "/team/app:1");
    }

    private String problem(RegistryClient client) {
        return assertThrows(ApplianceException.class, () -> client.digest(image()))
                .problem()
                .code()
                .id();
    }

    private void note(HttpExchange exchange) {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static void answerWithDigest(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
        answer(exchange, 200, "");
    }

    private static void refuse(HttpExchange exchange, String challenge) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
        answer(exchange, 401, "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

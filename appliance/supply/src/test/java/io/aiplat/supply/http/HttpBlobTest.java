package io.aiplat.supply.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against servers that do what servers of models do, and what broken ones do.
@Timeout(30)
class HttpBlobTest {
    private static final BlobDigest DIGEST = new BlobDigest("0123456789abcdef".repeat(4));
    private static final String TEXT = "0123456789";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer hub;
    private HttpServer store;

    @BeforeEach
    void start() throws IOException {
        hub = server();
        store = server();
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        hub.stop(0);
        store.stop(0);
        client.shutdownNow();
    }

    private static URI uri(HttpServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private HttpBlob blob(String path) {
        SourceHttp http = new SourceHttp(client, Duration.ofMillis(400));
        return new HttpBlob(
                DIGEST, TEXT.length(), headers -> http.send("GET", uri(hub, path), headers, "Bearer t0ken"));
    }

    private static String read(HttpBlob blob, long from, long most) throws Exception {
        try (InputStream in = blob.open(from, most)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpHandler noting(HttpHandler handler) {
        return exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Range") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            handler.handle(exchange);
        };
    }

    private static void part(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            answer(exchange, 200, TEXT);
            return;
        }
        String[] ends = range.replace("bytes=", "").split("-", 2);
        int from = Integer.parseInt(ends[0]);
        int last = ends[1].isEmpty() ? TEXT.length() - 1 : Math.min(TEXT.length() - 1, Integer.parseInt(ends[1]));
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + last + "/" + TEXT.length());
        answer(exchange, 206, TEXT.substring(from, last + 1));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void send(HttpServer from, String path, String location) {
        from.createContext(path, noting(exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            answer(exchange, 302, "");
        }));
    }

    @Test
    void isSentOnWithTheRangeAndWithoutTheToken() throws Exception {
        send(hub, "/file", "/moved");
        send(hub, "/moved", uri(store, "/bytes?signed=1").toString());
        store.createContext("/bytes", noting(HttpBlobTest::part));
        assertEquals("345", read(blob("/file"), 3, 3));
        assertEquals(
                List.of(
                        "/file bytes=3-5 Bearer t0ken",
                        "/moved bytes=3-5 Bearer t0ken",
                        "/bytes?signed=1 bytes=3-5 null"),
                asked);
    }

    @Test
    void asksAHubOnceWhereAFileIsAndAgainWhenThatHoldsNoMore() throws Exception {
        String[] signature = {"1"};
        hub.createContext("/file", noting(exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", uri(store, "/bytes?signed=" + signature[0]).toString());
            answer(exchange, 302, "");
        }));
        store.createContext("/bytes", noting(exchange -> {
            if (exchange.getRequestURI().getQuery().equals("signed=" + signature[0])) {
                part(exchange);
            } else {
                answer(exchange, 403, "");
            }
        }));
        SourceHttp http = new SourceHttp(client);
        HttpBlob blob = new HttpBlob(
                DIGEST,
                TEXT.length(),
                new RememberedRedirect(http, headers -> http.send("GET", uri(hub, "/file"), headers, "Bearer t0ken")));
        assertEquals("012", read(blob, 0, 3));
        assertEquals("345", read(blob, 3, 3));
        signature[0] = "2";
        assertEquals("678", read(blob, 6, 3));
        assertEquals(
                List.of(
                        "/file bytes=0-2 Bearer t0ken",
                        "/bytes?signed=1 bytes=0-2 null",
                        "/bytes?signed=1 bytes=3-5 null",
                        "/bytes?signed=1 bytes=6-8 null",
                        "/file bytes=6-8 Bearer t0ken",
                        "/bytes?signed=2 bytes=6-8 null"),
                asked);
    }

    @Test
    void asksWhetherThereArePartsOnceAndReadsAnyOfThem() throws Exception {
        hub.createContext("/file", noting(HttpBlobTest::part));
        HttpBlob blob = blob("/file");
        assertTrue(blob.hasRanges());
        assertTrue(blob.hasRanges());
        assertEquals("0123456789", read(blob, 0, -1));
        assertEquals("89", read(blob, 8, -1));
        assertEquals("01", read(blob, 0, 2));
        assertEquals(4, asked.size());
    }

    @Test
    void takesNoServerThatIsBusyForOneWithoutParts() throws Exception {
        boolean[] busy = {true};
        hub.createContext("/file", exchange -> {
            if (busy[0]) {
                answer(exchange, 503, "");
            } else {
                answer(exchange, 200, TEXT);
            }
        });
        HttpBlob blob = blob("/file");
        assertTrue(blob.hasRanges());
        busy[0] = false;
        assertFalse(blob.hasRanges());
        HttpBlob nobody = new HttpBlob(DIGEST, 10, _ -> {
            throw new IOException("no network");
        });
        assertTrue(nobody.hasRanges());
    }

    @Test
    void takesNoWholeForAPart() throws Exception {
        hub.createContext("/file", exchange -> answer(exchange, 200, TEXT));
        HttpBlob blob = blob("/file");
        assertFalse(blob.hasRanges());
        assertEquals("012", read(blob, 0, 3), "no more than was asked for");
        assertEquals(
                "127.0.0.1 answers with the whole where a part was asked for.",
                assertThrows(IOException.class, () -> blob.open(3, 2)).getMessage());
    }

    @Test
    void takesNoPartForAnother() {
        hub.createContext("/file", exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-2/10");
            answer(exchange, 206, "012");
        });
        assertEquals(
                "127.0.0.1 answers with another part than was asked for.",
                assertThrows(IOException.class, () -> blob("/file").open(3, 3)).getMessage());
    }

    @Test
    void noticesThatThereAreOtherBytesThanBefore() {
        hub.createContext("/longer", exchange -> answer(exchange, 200, TEXT + "!"));
        assertEquals(
                "127.0.0.1 has 11 bytes there, and there should be 10.",
                assertThrows(IOException.class, () -> blob("/longer").open(0, -1))
                        .getMessage());
        hub.createContext("/changed", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"two\"");
            part(exchange);
        });
        SourceHttp http = new SourceHttp(client);
        HttpBlob tagged = new HttpBlob(
                "x", null, -1, "\"one\"", true, headers -> http.send("GET", uri(hub, "/changed"), headers, null));
        assertEquals(
                "127.0.0.1 has other bytes there than before.",
                assertThrows(IOException.class, () -> tagged.open(3, 3)).getMessage());
    }

    @Test
    void readsAnAnswerOfUnknownLength() throws Exception {
        hub.createContext("/file", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(TEXT.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        assertEquals(TEXT, read(blob("/file"), 0, -1));
    }

    @Test
    void doesNotWaitForEverForBytesThatDoNotCome() throws Exception {
        hub.createContext("/file", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write("012".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });
        try (InputStream in = blob("/file").open(0, -1)) {
            assertEquals("012", new String(in.readNBytes(3), StandardCharsets.UTF_8));
            IOException e = assertThrows(IOException.class, in::read);
            assertTrue(e.getMessage().startsWith("No byte came for"), e.getMessage());
        }
    }

    @Test
    void saysThatAServerBreaksOff() throws Exception {
        hub.createContext("/file", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write("012".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.getHttpContext().getServer().stop(0);
        });
        try (InputStream in = blob("/file").open(0, -1)) {
            assertThrows(IOException.class, in::readAllBytes);
        }
    }

    @Test
    void goesRoundInNoCirclesAndToNothingElseThanTheWeb() {
        send(hub, "/circle", "/circle");
        send(hub, "/away", "file:///etc/passwd");
        assertEquals(
                "127.0.0.1 sends us on more than 10 times.",
                assertThrows(IOException.class, () -> blob("/circle").open(0, -1))
                        .getMessage());
        assertEquals(
                "127.0.0.1 sends us to what is no address of the web.",
                assertThrows(IOException.class, () -> blob("/away").open(0, -1)).getMessage());
    }

    @Test
    void tellsWhatMayPassFromWhatDoesNot() {
        hub.createContext("/busy", exchange -> answer(exchange, 503, ""));
        hub.createContext("/gone", exchange -> answer(exchange, 404, ""));
        assertTrue(
                assertThrows(HttpRefusal.class, () -> blob("/busy").open(0, -1)).mayPass());
        assertFalse(
                assertThrows(HttpRefusal.class, () -> blob("/gone").open(0, -1)).mayPass());
    }

    @Test
    void takesNoClientThatTellsTokensToStrangers() {
        try (HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            assertThrows(IllegalArgumentException.class, () -> new SourceHttp(following));
        }
    }
}

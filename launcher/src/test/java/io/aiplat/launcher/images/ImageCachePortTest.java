package io.aiplat.launcher.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.Digests;
import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.image.cache.ImageCache;
import io.aiplat.supply.image.cache.KeptImages;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node asks a mirror for, as containerd does, in front of a registry that can go away.
class ImageCachePortTest {
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String LAYER = "a layer";

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> layer = new AtomicReference<>(LAYER);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer registry;
    private ImageCachePort port;

    private static String manifest() {
        return "{\"layers\":[{\"digest\":\"sha256:" + Digests.sha256(LAYER) + "\",\"size\":" + LAYER.length() + "}]}";
    }

    @BeforeEach
    void start() throws Exception {
        registry = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        registry.createContext("/v2/team/app/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                asked.add(exchange.getRequestMethod() + " " + path.substring("/v2/team/app/".length()));
                byte[] body = (path.contains("manifests") ? manifest() : layer.get()).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", TYPE);
                exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:" + Digests.sha256(manifest()));
                boolean head = exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(200, head ? -1 : body.length);
                if (!head) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        registry.start();
        port = open(1 << 20);
    }

    private ImageCachePort open(long most) {
        return ImageCachePort.open(
                "127.0.0.1",
                0,
                new ImageCache(new KeptImages(folder, now::get), new RegistryAccess(http, Map.of(), Set.of()), most));
    }

    @AfterEach
    void stop() {
        port.close();
        registry.stop(0);
        http.close();
    }

    private HttpResponse<String> ask(String what) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port.port() + "/v2/team/app/" + what + "?ns=127.0.0.1%3A"
                + registry.getAddress().getPort());
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static String blob() {
        return "blobs/sha256:" + Digests.sha256(LAYER);
    }

    @Test
    void whatWasPulledOnceIsHadWithoutItsRegistry() throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> tag = ask("manifests/1.0");
            assertEquals(manifest(), tag.body());
            assertEquals(TYPE, tag.headers().firstValue("Content-Type").orElseThrow());
            assertEquals(
                    "sha256:" + Digests.sha256(manifest()),
                    tag.headers().firstValue("Docker-Content-Digest").orElseThrow());
            assertEquals(LAYER, ask(blob()).body());
        }
        // A tag may have moved on, so it is asked each time; bytes never change.
        assertEquals(
                List.of(
                        "HEAD manifests/1.0",
                        "GET manifests/sha256:" + Digests.sha256(manifest()),
                        "GET " + blob(),
                        "HEAD manifests/1.0"),
                asked);
        registry.stop(0);
        assertEquals(manifest(), ask("manifests/1.0").body());
        assertEquals(
                manifest(),
                ask("manifests/sha256:" + Digests.sha256(manifest())).body());
        assertEquals(LAYER, ask(blob()).body());
        assertEquals(502, ask("manifests/2.0").statusCode());
        assertEquals(
                List.of("127.0.0.1:" + registry.getAddress().getPort() + "/team/app:1.0"),
                new KeptImages(folder, now::get)
                        .tags().stream().map(KeptImages.Tag::image).toList());
    }

    @Test
    void otherBytesThanThoseOfTheDigestAreNotKept() throws Exception {
        layer.set("A LAYER");
        ask("manifests/1.0");
        ask(blob());
        layer.set(LAYER);
        assertEquals(LAYER, ask(blob()).body());
        assertEquals(2, asked.stream().filter(("GET " + blob())::equals).count());
    }

    @Test
    void whatWasNotUsedForTheLongestTimeGoesFirst() throws Exception {
        port.close();
        port = open(manifest().length());
        ask("manifests/1.0");
        now.set(now.get().plusSeconds(60));
        ask(blob());
        // The layer is newer, and there is no room for both.
        assertEquals(LAYER.length(), new KeptImages(folder, now::get).bytes());
        assertEquals(LAYER, ask(blob()).body());
        assertEquals(1, asked.stream().filter(("GET " + blob())::equals).count());
    }

    @Test
    void whatIsNoPullIsRefused() throws Exception {
        assertEquals(404, ask("tags/list").statusCode());
        assertEquals(404, ask("blobs/sha256:abc").statusCode());
        assertEquals(404, ask("../../x/manifests/..").statusCode());
    }
}

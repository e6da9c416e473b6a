package io.aiplat.launcher.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.image.RegistryRefusal;
import io.aiplat.supply.image.cache.ImageCache;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Port of the image cache: as much of a registry as nodes ask to pull
/// ([OCI distribution](https://github.com/opencontainers/distribution-spec/blob/main/spec.md)), with the registry that
/// is
/// meant in the parameter `ns`, as containerd says it to a mirror
/// (https://github.com/containerd/containerd/blob/main/docs/hosts.md). An error makes it ask that registry itself.
public final class ImageCachePort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCachePort.class);
    private static final Pattern PATH =
            Pattern.compile("/v2/(?<name>.+)/(?<kind>manifests|blobs)/(?<reference>[A-Za-z0-9_.:-]{1,140})");
    private static final Pattern REGISTRY = Pattern.compile("(?:.*&)?ns=([^&]+)(?:&.*)?");
    private static final int NOT_FOUND = 404;
    private static final int DENIED = 403;
    private static final int NOT_ALLOWED = 405;
    private static final int UPSTREAM = 502;

    private final HttpServer server;
    private final ExecutorService threads;
    private final ImageCache cache;

    private ImageCachePort(HttpServer server, ExecutorService threads, ImageCache cache) {
        this.server = server;
        this.threads = threads;
        this.cache = cache;
    }

    /// Listens.
    ///
    /// @throws ApplianceException `IMAGE_CACHE_CANNOT_LISTEN`
    public static ImageCachePort open(String listen, int port, ImageCache cache) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(listen, port), 0);
            ImageCachePort opened = new ImageCachePort(server, Executors.newVirtualThreadPerTaskExecutor(), cache);
            server.setExecutor(opened.threads);
            server.createContext("/", opened::answer);
            server.start();
            return opened;
        } catch (IOException e) {
            throw new ApplianceException(
                    ImageCacheProblems.cannotListen(listen, port, String.valueOf(e.getMessage())), e);
        }
    }

    /// Port it listens on.
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            Matcher asked = PATH.matcher(path);
            if (!method.equals("GET") && !method.equals("HEAD")) {
                refuse(exchange, NOT_ALLOWED);
            } else if (path.equals("/v2/") || path.equals("/v2")) {
                exchange.sendResponseHeaders(200, -1);
            } else if (asked.matches()) {
                answer(exchange, asked, method.equals("HEAD"));
            } else {
                refuse(exchange, NOT_FOUND);
            }
        }
    }

    private void answer(HttpExchange exchange, Matcher asked, boolean head) throws IOException {
        String reference = asked.group("reference");
        try {
            String tag = reference.startsWith("sha256:") ? "latest" : reference;
            ImageReference image = ImageReference.parse(registry(exchange) + "/" + asked.group("name") + ":" + tag);
            if (asked.group("kind").equals("manifests")) {
                manifest(exchange, cache.manifest(image, reference), head);
            } else if (head) {
                // Nobody who pulls asks so, and to know it the registry would have to be asked.
                refuse(exchange, NOT_FOUND);
            } else {
                cache.blob(image, BlobDigest.parse(reference), bytes -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
                    exchange.getResponseHeaders().set("Docker-Content-Digest", reference);
                    // 0 is for what is not known, and nothing at all for -1.
                    exchange.sendResponseHeaders(200, bytes < 0 ? 0 : bytes == 0 ? -1 : bytes);
                    return exchange.getResponseBody();
                });
            }
        } catch (IllegalArgumentException _) {
            refuse(exchange, NOT_FOUND);
        } catch (RegistryRefusal e) {
            LOG.info("{}: {}", asked.group("name"), e.words());
            refuse(
                    exchange,
                    switch (e.reason()) {
                        case NOT_FOUND -> NOT_FOUND;
                        case DENIED -> DENIED;
                        case UNUSABLE -> UPSTREAM;
                    });
        } catch (IOException e) {
            LOG.warn("{} {} was not handed on: {}", asked.group("name"), reference, e.toString());
            refuse(exchange, UPSTREAM);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The registry that a mirror stands for; Docker Hub where nobody says, as for Docker's own mirrors.
    private static String registry(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        Matcher named = REGISTRY.matcher(query == null ? "" : query);
        return named.matches() ? URLDecoder.decode(named.group(1), StandardCharsets.UTF_8) : "docker.io";
    }

    private static void manifest(HttpExchange exchange, ImageCache.Manifest manifest, boolean head) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", manifest.mediaType());
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", manifest.digest().toString());
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(manifest.bytes().length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, manifest.bytes().length);
            exchange.getResponseBody().write(manifest.bytes());
        }
    }

    /// Nothing is said where an answer has begun: it is cut off by closing.
    private static void refuse(HttpExchange exchange, int status) throws IOException {
        if (exchange.getResponseCode() == -1) {
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}

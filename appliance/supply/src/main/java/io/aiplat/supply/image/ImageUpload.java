package io.aiplat.supply.image;

import io.aiplat.model.RegistryLogin;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.http.HttpAnswer;
import io.aiplat.supply.image.RegistryRefusal.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Upload of an image by the
/// [OCI distribution specification](https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push): what
/// the registry has is not sent, and what another repository of it has is taken from there.
public final class ImageUpload {
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String BYTES = "application/octet-stream";
    /// Bytes in a second, below which a connection is of no use.
    private static final long SLOWEST = 50_000;

    private final RegistryAccess registries;

    /// To any registry.
    ///
    /// @param client knows proxies and certificate authorities; follows no redirects
    /// @param logins by registry host, with the port where one is named
    /// @param plain  registries that are spoken to without TLS, besides those on this machine
    public ImageUpload(HttpClient client, Map<String, RegistryLogin> logins, Set<String> plain) {
        this.registries = new RegistryAccess(client, logins, plain);
    }

    /// Bytes that can be read again, for a connection that broke.
    @FunctionalInterface
    public interface Content {
        /// Opens them at the first one.
        InputStream open() throws IOException, InterruptedException;
    }

    /// Has a registry keep a blob.
    ///
    /// @param from another repository that may have it; null for none
    /// @return whether it was sent
    /// @throws RegistryRefusal if the registry does not take it
    public boolean blob(
            ImageReference image, BlobDigest digest, long bytes, Content content, @Nullable ImageReference from)
            throws IOException, InterruptedException {
        try (HttpAnswer there = registries.asPusher("HEAD", image, "blobs/" + digest)) {
            if (there.status() == 200) {
                return false;
            }
        }
        IOException last = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (last != null) {
                Thread.sleep(PAUSE.multipliedBy(attempt));
            }
            try {
                return sent(image, digest, bytes, content, from);
            } catch (RegistryRefusal e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last == null ? new IOException("no try was made") : last;
    }

    private boolean sent(
            ImageReference image, BlobDigest digest, long bytes, Content content, @Nullable ImageReference from)
            throws IOException, InterruptedException {
        String query = from != null && from.host().equals(image.host())
                ? "?mount=" + encoded(digest.toString()) + "&from=" + encoded(RegistryAccess.path(from))
                : "";
        URI session;
        try (HttpAnswer begun = registries.asPusher("POST", image, "blobs/uploads/" + query)) {
            if (begun.status() == 201) {
                return false;
            }
            String location = begun.header("Location").orElse(null);
            if (begun.status() != 202 || location == null) {
                throw refusal(begun.status(), "");
            }
            session = begun.uri().resolve(location);
        }
        URI whole = URI.create(
                session + (session.getRawQuery() == null ? "?" : "&") + "digest=" + encoded(digest.toString()));
        HttpResponse<String> answer = registries.put(
                image, whole, BYTES, body(content, bytes), Duration.ofMinutes(1).plusSeconds(bytes / SLOWEST));
        if (answer.statusCode() != 201) {
            throw refusal(answer.statusCode(), answer.body());
        }
        return true;
    }

    private static BodyPublisher body(Content content, long bytes) {
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> {
            try {
                return content.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted", e));
            }
        });
        return BodyPublishers.fromPublisher(stream, bytes);
    }

    /// Has a registry keep a manifest or an index, of whose parts it has all.
    ///
    /// @param reference a tag or a digest
    /// @throws RegistryRefusal if the registry does not take it
    public void manifest(ImageReference image, String reference, String mediaType, byte[] bytes)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = registries.put(
                image,
                URI.create("manifests/" + reference),
                mediaType,
                BodyPublishers.ofByteArray(bytes),
                Duration.ofMinutes(1));
        if (answer.statusCode() != 201) {
            throw refusal(answer.statusCode(), answer.body());
        }
    }

    private static RegistryRefusal refusal(int status, String said) {
        return status == 401 || status == 403
                ? RegistryAccess.denied()
                : new RegistryRefusal(
                        Reason.UNUSABLE,
                        "It answered with status " + status + (said.isBlank() ? "" : ": " + said.strip()) + ".");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

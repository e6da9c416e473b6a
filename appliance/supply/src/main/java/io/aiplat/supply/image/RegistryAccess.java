package io.aiplat.supply.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.Digests;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.http.HttpAnswer;
import io.aiplat.supply.http.HttpBlob;
import io.aiplat.supply.http.RememberedRedirect;
import io.aiplat.supply.http.SourceHttp;
import io.aiplat.supply.image.RegistryRefusal.Reason;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Access to registries by the
/// [OCI distribution specification](https://github.com/opencontainers/distribution-spec/blob/main/spec.md): manifests
/// and blobs, of images and of whatever else is kept so. Says what is wrong as a [RegistryRefusal]; what it means to
/// people is the business of whoever asks.
public final class RegistryAccess {
    /// Bytes; registries have to take four mebibytes, and more is no manifest.
    private static final int LARGEST_MANIFEST = 4 << 20;

    /// Bytes of the answer of a token server.
    private static final int LARGEST_TOKEN = 1 << 20;

    // Indexes before single manifests: a digest has to stand for all platforms where there are several.
    private static final Map<String, String> MANIFESTS = Map.of(
            "Accept",
            String.join(
                    ", ",
                    "application/vnd.oci.image.index.v1+json",
                    "application/vnd.docker.distribution.manifest.list.v2+json",
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.v2+json"));

    private static final ObjectMapper JSON = new ObjectMapper();

    /// What a token is to allow.
    private static final String PULL = "pull";

    private static final String PUSH = "pull,push";

    private final HttpClient client;
    private final SourceHttp http;
    private final Map<String, RegistryLogin> logins;
    private final Set<String> plain;
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();

    /// Access to any registry.
    ///
    /// @param client knows proxies and certificate authorities, and follows no redirects
    /// @param logins by registry host, with the port where one is named
    /// @param plain  registries that are spoken to without TLS, besides those on this machine
    public RegistryAccess(HttpClient client, Map<String, RegistryLogin> logins, Set<String> plain) {
        this.client = client;
        this.http = new SourceHttp(client);
        this.logins = Map.copyOf(logins);
        this.plain = Set.copyOf(plain);
    }

    /// The manifest of a tag or digest.
    ///
    /// @param reference a tag, or a digest as [BlobDigest#toString] writes it
    /// @throws RegistryRefusal if there is none, or its bytes are not those of the digest
    public RegistryManifest manifest(ImageReference image, String reference) throws IOException, InterruptedException {
        try (HttpAnswer answer = ask("GET", image, "manifests/" + reference, MANIFESTS)) {
            byte[] bytes = answer.small(LARGEST_MANIFEST);
            BlobDigest found = new BlobDigest(Digests.sha256(bytes));
            String expected = reference.startsWith("sha256:")
                    ? reference
                    : answer.header("Docker-Content-Digest").orElse(found.toString());
            if (!expected.equals(found.toString())) {
                throw new RegistryRefusal(
                        Reason.UNUSABLE, "It answers with other bytes than those of the digest " + expected + ".");
            }
            String type = answer.header("Content-Type").orElse("");
            return new RegistryManifest(found, type.split(";", 2)[0].strip(), bytes);
        }
    }

    /// The digest that a tag stands for now: of the index where there is one.
    ///
    /// @throws RegistryRefusal if there is none
    public BlobDigest digest(ImageReference image, String tag) throws IOException, InterruptedException {
        try (HttpAnswer answer = ask("HEAD", image, "manifests/" + tag, MANIFESTS)) {
            String header = answer.header("Docker-Content-Digest").orElse(null);
            if (header != null) {
                return BlobDigest.parse(header);
            }
        } catch (IllegalArgumentException e) {
            throw new RegistryRefusal(Reason.UNUSABLE, "It answered with a digest that is none. " + e.getMessage());
        }
        // The header is only recommended; the digest is that of the bytes.
        return manifest(image, tag).digest();
    }

    /// The tags of a repository, at most as many as the registry sends at once.
    ///
    /// @param image any of the repository
    /// @throws RegistryRefusal if it does not list them
    public List<String> tags(ImageReference image) throws IOException, InterruptedException {
        try (HttpAnswer answer = ask("GET", image, "tags/list", Map.of())) {
            List<String> tags = new ArrayList<>();
            JSON.readTree(answer.small(LARGEST_MANIFEST)).path("tags").forEach(tag -> tags.add(tag.asText()));
            return tags;
        } catch (JsonProcessingException e) {
            throw new RegistryRefusal(Reason.UNUSABLE, "Its list of tags is no JSON.");
        }
    }

    /// A blob. Nothing is asked yet.
    ///
    /// @param bytes how many, as its descriptor says; negative where that is not known
    public RemoteBlob blob(ImageReference image, BlobDigest digest, long bytes) {
        return new HttpBlob(
                digest,
                bytes,
                new RememberedRedirect(http, headers -> send("GET", image, "blobs/" + digest, headers, PULL)));
    }

    /// Whether a registry is spoken to without TLS.
    ///
    /// @param host with the port where one is named
    public boolean isPlain(String host) {
        String name = host.replaceFirst(":\\d+$", "");
        return name.equals("localhost") || name.equals("127.0.0.1") || plain.contains(host);
    }

    private HttpAnswer ask(String method, ImageReference image, String what, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpAnswer answer = send(method, image, what, headers, PULL);
        if (answer.status() == 200) {
            return answer;
        }
        answer.close();
        throw switch (answer.status()) {
            case 401, 403 -> denied();
            case 404 -> new RegistryRefusal(Reason.NOT_FOUND, "It answered that the name or the tag is unknown.");
            default -> new RegistryRefusal(Reason.UNUSABLE, "It answered with status " + answer.status() + ".");
        };
    }

    /// Asks as one who may push, without a body.
    ///
    /// @param what below the repository: `blobs/…`
    HttpAnswer asPusher(String method, ImageReference image, String what) throws IOException, InterruptedException {
        return send(method, image, what, Map.of(), PUSH);
    }

    /// Sends bytes as one who may push; asked before with [#asPusher], so that they are not sent to be refused.
    ///
    /// @param at       below the repository, or the address that the registry said
    /// @param body     read once
    /// @param patience with all of it
    HttpResponse<String> put(ImageReference image, URI at, String type, BodyPublisher body, Duration patience)
            throws IOException, InterruptedException {
        URI registry = address(image, "");
        URI uri = registry.resolve(at);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(patience)
                .header("Content-Type", type)
                .PUT(body);
        String granted = authorizations.get(scope(image, PUSH));
        if (granted != null && String.valueOf(uri.getAuthority()).equals(registry.getAuthority())) {
            request.header("Authorization", granted);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String scope(ImageReference image, String actions) {
        return image.host() + "/" + path(image) + ":" + actions;
    }

    /// Asks with what the registry granted before, and again with something new where that is refused.
    private HttpAnswer send(
            String method, ImageReference image, String what, Map<String, String> headers, String actions)
            throws IOException, InterruptedException {
        URI uri = address(image, what);
        String scope = scope(image, actions);
        HttpAnswer answer = http.send(method, uri, headers, authorizations.get(scope));
        if (answer.status() != 401) {
            return answer;
        }
        answer.close();
        String granted = authorize(answer, image, actions);
        authorizations.put(scope, granted);
        return http.send(method, uri, headers, granted);
    }

    /// What to put into the `Authorization` header after a registry has asked for it.
    private String authorize(HttpAnswer refusal, ImageReference image, String actions)
            throws IOException, InterruptedException {
        RegistryLogin login = logins.get(image.host());
        RegistryChallenge challenge =
                RegistryChallenge.parse(refusal.header("WWW-Authenticate").orElse(""));
        return switch (challenge) {
            case RegistryChallenge.Basic _ when login != null -> RegistryChallenge.basic(login);
            case RegistryChallenge.Bearer bearer -> "Bearer " + token(bearer, login, image, actions);
            case RegistryChallenge.Basic _, RegistryChallenge.Unknown _ -> throw denied();
        };
    }

    private String token(
            RegistryChallenge.Bearer bearer, @Nullable RegistryLogin login, ImageReference image, String actions)
            throws IOException, InterruptedException {
        URI uri = bearer.tokenAddress("repository:" + path(image) + ":" + actions);
        if (!"https".equals(uri.getScheme()) && !isPlain(image.host())) {
            throw new RegistryRefusal(
                    Reason.UNUSABLE, "It sends us to " + uri + " for a token, and that is not encrypted.");
        }
        String authorization = login == null ? null : RegistryChallenge.basic(login);
        try (HttpAnswer answer = http.send("GET", uri, Map.of(), authorization)) {
            if (answer.status() == 401 || answer.status() == 403) {
                throw denied();
            }
            return RegistryChallenge.token(answer.small(LARGEST_TOKEN))
                    .orElseThrow(() -> new RegistryRefusal(Reason.UNUSABLE, "There was no token at " + uri + "."));
        }
    }

    static RegistryRefusal denied() {
        return new RegistryRefusal(Reason.DENIED, "It wants a login that was not given, or refused the one that was.");
    }

    private URI address(ImageReference image, String what) {
        // The one registry whose images are named after another host than serves them.
        String host = image.host().equals("docker.io") ? "registry-1.docker.io" : image.host();
        return URI.create((isPlain(image.host()) ? "http://" : "https://") + host + "/v2/" + path(image) + "/" + what);
    }

    /// The repository, without its registry.
    static String path(ImageReference image) {
        String canonical = image.canonical();
        return canonical.substring(
                image.host().length() + 1, canonical.length() - image.tag().length() - 1);
    }
}

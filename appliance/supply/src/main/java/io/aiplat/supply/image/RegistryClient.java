package io.aiplat.supply.image;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.SupplyProblems;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks registries for the digests of images, as the
/// [OCI distribution specification](https://github.com/opencontainers/distribution-spec) says.
public final class RegistryClient {
    // Indexes before single manifests: a digest has to stand for all platforms where there are several.
    private static final String MANIFESTS = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final Map<String, RegistryLogin> logins;
    private final Set<String> insecure;

    /// A client for any registry.
    ///
    /// @param http     already knows proxies and certificate authorities
    /// @param logins   by registry host, with the port where one is named
    /// @param insecure registries that are spoken to without TLS, besides those on this machine
    public RegistryClient(HttpClient http, Map<String, RegistryLogin> logins, Set<String> insecure) {
        this.http = http;
        this.logins = Map.copyOf(logins);
        this.insecure = Set.copyOf(insecure);
    }

    /// The digest that a name and tag stand for now: of the index where there is one.
    ///
    /// @return `sha256:` and 64 hexadecimal digits
    /// @throws ApplianceException LIBRARY_IMAGE_NOT_FOUND, LIBRARY_IMAGE_DENIED or
    ///     LIBRARY_REGISTRY_UNREACHABLE
    public String digest(ImageReference image) {
        try {
            URI manifest = address(image);
            HttpResponse<byte[]> answer = ask("HEAD", manifest, image, null);
            Optional<String> header = answer.headers().firstValue("Docker-Content-Digest");
            if (header.isPresent()) {
                return checked(header.get(), image);
            }
            // The header is only recommended; the digest is that of the bytes.
            return "sha256:"
                    + Digests.sha256(
                            ask("GET", manifest, image, authorization(answer)).body());
        } catch (IOException e) {
            throw unreachable(image, "No answer: " + (e.getMessage() == null ? e : e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(image, "The request was interrupted.", e);
        }
    }

    private HttpResponse<byte[]> ask(String method, URI uri, ImageReference image, @Nullable String authorization)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(method, uri, authorization);
        if (answer.statusCode() == 401 && authorization == null) {
            String granted = authorize(answer, image);
            return ask(method, uri, image, granted);
        }
        return switch (answer.statusCode()) {
            case 200 -> answer;
            case 401, 403 -> throw new ApplianceException(SupplyProblems.imageDenied(image, image.host()));
            case 404 -> throw new ApplianceException(SupplyProblems.imageNotFound(image, image.host()));
            default -> throw unreachable(image, "It answered with status " + answer.statusCode() + ".");
        };
    }

    private HttpResponse<byte[]> send(String method, URI uri, @Nullable String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept", MANIFESTS)
                .timeout(PATIENCE);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /// What to put into the `Authorization` header after a registry has asked for it.
    private String authorize(HttpResponse<byte[]> refusal, ImageReference image)
            throws IOException, InterruptedException {
        RegistryLogin login = logins.get(image.host());
        RegistryChallenge challenge = RegistryChallenge.parse(
                refusal.headers().firstValue("WWW-Authenticate").orElse(""));
        return switch (challenge) {
            case RegistryChallenge.Basic _ when login != null -> RegistryChallenge.basic(login);
            case RegistryChallenge.Bearer bearer -> "Bearer " + token(bearer, login, image);
            case RegistryChallenge.Basic _, RegistryChallenge.Unknown _ ->
                throw new ApplianceException(SupplyProblems.imageDenied(image, image.host()));
        };
    }

    private String token(RegistryChallenge.Bearer bearer, @Nullable RegistryLogin login, ImageReference image)
            throws IOException, InterruptedException {
        URI uri = bearer.tokenAddress("repository:" + path(image) + ":pull");
        if (!"https".equals(uri.getScheme()) && !isPlain(image.host())) {
            throw unreachable(image, "It sends us to " + uri + " for a token, and that is not encrypted.");
        }
        HttpResponse<byte[]> answer = send("GET", uri, login == null ? null : RegistryChallenge.basic(login));
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            throw new ApplianceException(SupplyProblems.imageDenied(image, image.host()));
        }
        return RegistryChallenge.token(answer.body())
                .orElseThrow(() -> unreachable(image, "There was no token at " + uri + "."));
    }

    private static @Nullable String authorization(HttpResponse<?> answer) {
        return answer.request().headers().firstValue("Authorization").orElse(null);
    }

    private URI address(ImageReference image) {
        // The one registry whose images are named after another host than serves them.
        String host = image.host().equals("docker.io") ? "registry-1.docker.io" : image.host();
        return URI.create((isPlain(image.host()) ? "http://" : "https://") + host + "/v2/" + path(image) + "/manifests/"
                + image.tag());
    }

    private static String path(ImageReference image) {
        String canonical = image.canonical();
        return canonical.substring(
                image.host().length() + 1, canonical.length() - image.tag().length() - 1);
    }

    private boolean isPlain(String host) {
        String name = host.replaceFirst(":\\d+$", "");
        return name.equals("localhost") || name.equals("127.0.0.1") || insecure.contains(host);
    }

    private static String checked(String digest, ImageReference image) {
        if (!DIGEST.matcher(digest).matches()) {
            throw unreachable(image, "It answered with a digest that is none: " + digest + ".");
        }
        return digest;
    }

    private static ApplianceException unreachable(ImageReference image, String why) {
        return new ApplianceException(SupplyProblems.registryUnreachable(image.host(), why));
    }

    private static ApplianceException unreachable(ImageReference image, String why, Exception cause) {
        return new ApplianceException(SupplyProblems.registryUnreachable(image.host(), why), cause);
    }
}

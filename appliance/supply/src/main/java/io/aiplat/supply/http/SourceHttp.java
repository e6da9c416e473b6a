package io.aiplat.supply.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// HTTP client for servers that bytes come from. It follows redirects by itself, for what a request says belongs to
/// the server it was meant for: hubs and registries send on to a store of somebody else, who gets the range and not
/// the token ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).
public final class SourceHttp {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration STALLED = Duration.ofSeconds(60);
    private static final int MOST_REDIRECTS = 10;

    private final HttpClient client;
    private final Duration stalled;

    /// A client over one that knows proxies and certificate authorities.
    ///
    /// @param client that follows no redirects
    /// @throws IllegalArgumentException if it does follow them
    public SourceHttp(HttpClient client) {
        this(client, STALLED);
    }

    /// @param stalled how long no byte of a body may come
    SourceHttp(HttpClient client, Duration stalled) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("a client that follows redirects tells tokens to strangers");
        }
        this.client = client;
        this.stalled = stalled;
    }

    /// Asks, and follows where it is sent to. Any status that is no redirect is an answer.
    ///
    /// @param method        `GET`, `HEAD` or another without a body
    /// @param headers       for every server on the way
    /// @param authorization for the first server only; null for none
    /// @throws IOException if there is no answer, or one sends us on for ever, nowhere, or from TLS to none
    public HttpAnswer send(String method, URI uri, Map<String, String> headers, @Nullable String authorization)
            throws IOException, InterruptedException {
        URI at = uri;
        for (int sent = 0; sent <= MOST_REDIRECTS; sent++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    // Ranges side by side are to have connections of their own, and HTTP/2 would share one.
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(PATIENCE);
            headers.forEach(request::header);
            if (authorization != null && isSameServer(uri, at)) {
                request.header("Authorization", authorization);
            }
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            if (!isRedirect(response)) {
                return new HttpAnswer(
                        uri,
                        at,
                        response.statusCode(),
                        response.headers(),
                        new WatchedStream(response.body(), stalled));
            }
            response.body().close();
            at = next(at, response.headers().firstValue("Location").orElseThrow());
        }
        throw new IOException(uri.getHost() + " sends us on more than " + MOST_REDIRECTS + " times.");
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 ->
                response.headers().firstValue("Location").isPresent();
            default -> false;
        };
    }

    private static URI next(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException(from.getHost() + " sends us to what is no address.", e);
        }
        boolean encrypted = "https".equalsIgnoreCase(to.getScheme());
        if (to.getHost() == null || !(encrypted || "http".equalsIgnoreCase(to.getScheme()))) {
            throw new IOException(from.getHost() + " sends us to what is no address of the web.");
        }
        if (!encrypted && "https".equalsIgnoreCase(from.getScheme())) {
            throw new IOException(from.getHost() + " sends us to " + to.getHost() + ", and that is not encrypted.");
        }
        return to;
    }

    private static boolean isSameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 ? usual : uri.getPort();
    }
}

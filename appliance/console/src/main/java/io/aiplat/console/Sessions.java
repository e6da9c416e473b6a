package io.aiplat.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Browsers that signed in, by a cookie no script can read and no other site can send.
final class Sessions {
    private static final Duration LIFE = Duration.ofHours(12);

    private final Tokens tokens;

    Sessions(SecureRandom random, Clock clock) {
        this.tokens = new Tokens(random, clock, LIFE);
    }

    /// Signs this browser in.
    void begin(ServerRequest request, ServerResponse response) {
        setCookie(request, response, tokens.issue(), LIFE);
    }

    /// Whether this browser is signed in.
    boolean has(ServerRequest request) {
        return token(request).filter(tokens::isValid).isPresent();
    }

    /// Signs this browser out.
    void end(ServerRequest request, ServerResponse response) {
        token(request).ifPresent(tokens::spend);
        setCookie(request, response, "", Duration.ZERO);
    }

    private static Optional<String> token(ServerRequest request) {
        return request.headers().cookies().first(cookieName(request)).asOptional();
    }

    private static void setCookie(ServerRequest request, ServerResponse response, String value, Duration life) {
        response.header(
                HeaderNames.SET_COOKIE,
                cookieName(request) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + life.toSeconds());
    }

    /// Cookies do not tell ports apart, so two appliances on one host would sign each other's visitors out.
    private static String cookieName(ServerRequest request) {
        String host = request.authority();
        int colon = host.lastIndexOf(':');
        String port = colon > host.lastIndexOf(']') ? host.substring(colon + 1) : "80";
        return "aiplat_session_" + port;
    }
}

package io.aiplat.console;

import io.aiplat.gateway.access.RequestHeaders;
import io.aiplat.gateway.page.PageResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Browsers that signed in, by a cookie no script can read and no other site can send.
final class Sessions {
    private static final Duration LIFE = Duration.ofHours(12);

    private final ExpiringTokens tokens;

    Sessions(SecureRandom random, Clock clock) {
        this.tokens = new ExpiringTokens(random, clock, LIFE);
    }

    /// Signs this browser in.
    PageResponse begin(RequestHeaders request, PageResponse response) {
        return setCookie(request, response, tokens.issue(), LIFE);
    }

    /// Whether this browser is signed in.
    boolean has(RequestHeaders request) {
        return token(request).filter(tokens::isValid).isPresent();
    }

    /// Signs this browser out.
    PageResponse end(RequestHeaders request, PageResponse response) {
        token(request).ifPresent(tokens::spend);
        return setCookie(request, response, "", Duration.ZERO);
    }

    /// Cookies come as `name=value; name=value` (RFC 6265, section 4.2.1).
    private static Optional<String> token(RequestHeaders request) {
        String begin = cookieName(request) + "=";
        return request.header("cookie").stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(begin))
                .map(cookie -> cookie.substring(begin.length()))
                .findFirst();
    }

    private static PageResponse setCookie(RequestHeaders request, PageResponse response, String value, Duration life) {
        return response.with(
                "set-cookie",
                cookieName(request) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + life.toSeconds());
    }

    /// Cookies do not tell ports apart, so two appliances on one host would sign each other's visitors out.
    private static String cookieName(RequestHeaders request) {
        String host = request.authority();
        int colon = host.lastIndexOf(':');
        String port = colon > host.lastIndexOf(']') ? host.substring(colon + 1) : "80";
        return "aiplat_session_" + port;
    }
}

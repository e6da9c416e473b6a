package io.aiplat.console;

import io.aiplat.gateway.access.RequestHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Tells requests of our own page from those another page makes a browser send. Only these headers count:
/// no script can set them.
final class SameOrigin {
    private static final String FETCH_SITE = "sec-fetch-site";

    private SameOrigin() {}

    /// Whether the browser says that our own page sent it. A request that says nothing has not proved it.
    static boolean isProven(RequestHeaders request) {
        Optional<String> site = request.header(FETCH_SITE);
        Optional<String> origin = request.header("origin");
        return (site.isPresent() || origin.isPresent())
                && site.map("same-origin"::equals).orElse(true)
                && origin.map(o -> isOurs(o, request)).orElse(true);
    }

    /// Whether the browser says that another page sent it. A person who types the address is no page.
    static boolean isForeign(RequestHeaders request) {
        Optional<String> site = request.header(FETCH_SITE);
        Optional<String> origin = request.header("origin");
        return site.map(s -> !s.equals("same-origin") && !s.equals("none")).orElse(false)
                || origin.map(o -> !isOurs(o, request)).orElse(false);
    }

    /// The scheme may differ: a proxy in front may speak TLS.
    private static boolean isOurs(String origin, RequestHeaders request) {
        try {
            String host = new URI(origin).getAuthority();
            return host != null && host.equalsIgnoreCase(request.authority());
        } catch (URISyntaxException _) {
            // What is no address is not ours.
            return false;
        }
    }
}

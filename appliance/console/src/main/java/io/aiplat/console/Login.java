package io.aiplat.console;

import io.aiplat.gateway.access.Keys;
import io.aiplat.gateway.access.RequestHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Signing in, by a link that works once or by the key, and signing out.
final class Login {
    private static final int LONGEST_FORM = 8192;
    private static final String KEY_FIELD = "key=";
    private static final String HINT = "Sign in with the key; <code>aiplat env</code> shows it.";

    private final Keys keys;
    private final ExpiringTokens links;
    private final Sessions sessions;
    private final StaticAssets pages;

    Login(Keys keys, ExpiringTokens links, Sessions sessions, StaticAssets pages) {
        this.keys = keys;
        this.links = links;
        this.sessions = sessions;
        this.pages = pages;
    }

    void addTo(HttpRouting.Builder routing) {
        routing.get("/", this::front)
                .get("/login", this::byLink)
                .post("/login", this::byKey)
                .post("/logout", this::out);
    }

    private void front(ServerRequest request, ServerResponse response) {
        if (sessions.has(RequestHeaders.of(request))) {
            pages.sendConsole(response);
        } else {
            redirect(response, "/login");
        }
    }

    private void byLink(ServerRequest request, ServerResponse response) {
        String token = request.query().first("token").orElse("");
        if (token.isEmpty()) {
            pages.sendLogin(response, "");
        } else if (links.spend(token)) {
            sessions.begin(request, response);
            pages.sendWelcome(response);
        } else {
            response.status(401);
            pages.sendLogin(response, "This link was used already or is older than ten minutes. " + HINT);
        }
    }

    private void byKey(ServerRequest request, ServerResponse response) throws IOException {
        if (SameOrigin.isForeign(RequestHeaders.of(request))) {
            response.status(403);
            pages.sendLogin(response, "That came from another site. " + HINT);
        } else if (keys.accepts(presentedKey(request))) {
            sessions.begin(request, response);
            redirect(response, "/");
        } else {
            response.status(401);
            pages.sendLogin(
                    response,
                    "This page opens with the owner's key alone; keys made for others use the endpoint."
                            + " <code>aiplat env</code> shows the owner's.");
        }
    }

    private void out(ServerRequest request, ServerResponse response) {
        if (sessions.has(RequestHeaders.of(request)) && SameOrigin.isProven(RequestHeaders.of(request))) {
            sessions.end(request, response);
        }
        redirect(response, "/login");
    }

    private static String presentedKey(ServerRequest request) throws IOException {
        byte[] form = request.content().inputStream().readNBytes(LONGEST_FORM);
        for (String field : new String(form, StandardCharsets.UTF_8).split("&", -1)) {
            if (field.startsWith(KEY_FIELD)) {
                return decode(field.substring(KEY_FIELD.length()));
            }
        }
        return "";
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException _) {
            // A broken escape is a wrong key.
            return "";
        }
    }

    private static void redirect(ServerResponse response, String to) {
        response.status(303);
        response.header(HeaderNames.LOCATION, to);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send();
    }
}

package io.aiplat.console;

import io.aiplat.console.page.PageAssets;
import io.aiplat.gateway.access.Keys;
import io.aiplat.gateway.page.PageRequest;
import io.aiplat.gateway.page.PageResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Signing in, by a link that works once or by the key, and signing out.
final class Login {
    private static final int LONGEST_FORM = 8192;
    private static final String KEY_FIELD = "key";
    private static final String NEXT_FIELD = "next";
    private static final String FRONT = "/";
    private static final String HINT = "Sign in with the key; <code>aiplat env</code> shows it.";

    private final Keys keys;
    private final ExpiringTokens links;
    private final Sessions sessions;
    private final PageAssets pages;

    Login(Keys keys, ExpiringTokens links, Sessions sessions, PageAssets pages) {
        this.keys = keys;
        this.links = links;
        this.sessions = sessions;
        this.pages = pages;
    }

    /// Answers what is its own, and the pages for who is signed in.
    ///
    /// @return null for everything else
    @Nullable
    PageResponse answer(PageRequest request) throws IOException {
        return switch (request.method() + " " + request.path()) {
            case "GET /login" -> byLink(request);
            case "POST /login" -> byKey(request);
            case "POST /logout" -> out(request);
            default -> page(request);
        };
    }

    private @Nullable PageResponse page(PageRequest request) {
        String path = request.path();
        if (!request.method().equals("GET")) {
            return null;
        }
        if (sessions.has(request.headers())) {
            return pages.page(path);
        }
        return pages.isPage(path)
                ? redirect(path.equals(FRONT) ? "/login" : "/login?next=" + path.replace("%", "%25"))
                : null;
    }

    private PageResponse byLink(PageRequest request) {
        String token = request.parameter("token");
        if (token.isEmpty()) {
            return pages.login(200, "", request.parameter(NEXT_FIELD));
        }
        if (links.spend(token)) {
            return sessions.begin(request.headers(), pages.welcome());
        }
        return pages.login(401, "This link was used already or is older than ten minutes. " + HINT, "");
    }

    private PageResponse byKey(PageRequest request) throws IOException {
        String next = request.formField(NEXT_FIELD, LONGEST_FORM);
        if (SameOrigin.isForeign(request.headers())) {
            return pages.login(403, "That came from another site. " + HINT, next);
        }
        if (keys.accepts(request.formField(KEY_FIELD, LONGEST_FORM).strip())) {
            return sessions.begin(request.headers(), redirect(pages.isPage(next) ? next : FRONT));
        }
        return pages.login(
                401,
                "This page opens with the owner's key alone; keys made for others use the endpoint."
                        + " <code>aiplat env</code> shows the owner's.",
                next);
    }

    private PageResponse out(PageRequest request) {
        PageResponse answer = redirect("/login");
        return sessions.has(request.headers()) && SameOrigin.isProven(request.headers())
                ? sessions.end(request.headers(), answer)
                : answer;
    }

    private static PageResponse redirect(String to) {
        return PageResponse.redirect(to).with("cache-control", "no-store");
    }
}

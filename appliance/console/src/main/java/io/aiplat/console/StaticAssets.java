package io.aiplat.console;

import io.aiplat.gateway.page.PageResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Static assets of the page, and the headers that keep a browser from running anything else in it.
final class StaticAssets {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String NOTICE = "<!--notice-->";

    private final String login = text("login.html");
    private final byte[] console = bytes("console.html");
    private final byte[] welcome = bytes("welcome.html");
    private final byte[] style = bytes("console.css");
    private final byte[] script = bytes("console.js");
    private final byte[] icon = bytes("icon.svg");

    /// The page itself.
    PageResponse console() {
        return page(200, HTML, console);
    }

    /// The way from a login link to the page. A redirect would keep the cookie back where another site had the
    /// link.
    PageResponse welcome() {
        return page(200, HTML, welcome);
    }

    /// The login form.
    ///
    /// @param notice what went wrong before, in HTML; empty for nothing
    PageResponse login(int status, String notice) {
        String html =
                login.replace(NOTICE, notice.isEmpty() ? "" : "<p class=\"notice\" role=\"alert\">" + notice + "</p>");
        return page(status, HTML, html.getBytes(StandardCharsets.UTF_8));
    }

    /// One of the files a page is made of; null if there is none at this path.
    @Nullable
    PageResponse at(String path) {
        return switch (path) {
            case "/console.css" -> page(200, "text/css; charset=utf-8", style);
            case "/console.js" -> page(200, "text/javascript; charset=utf-8", script);
            case "/icon.svg" -> page(200, "image/svg+xml", icon);
            default -> null;
        };
    }

    private static PageResponse page(int status, String type, byte[] content) {
        return PageResponse.of(status, type, content)
                .with("cache-control", "no-store")
                .with("content-security-policy", POLICY)
                .with("x-content-type-options", "nosniff")
                // The stricter no-referrer makes browsers send forms with "Origin: null", which proves nothing.
                .with("referrer-policy", "same-origin");
    }

    private static String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String file) {
        try (InputStream in = StaticAssets.class.getResourceAsStream("/console/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the JAR lacks console/" + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

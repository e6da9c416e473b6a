package io.aiplat.console;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Static assets of the page, and the headers that keep a browser from running anything else in it.
final class StaticAssets {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String NOTICE = "<!--notice-->";

    private final String login = text("login.html");
    private final byte[] console = bytes("console.html");
    private final byte[] welcome = bytes("welcome.html");

    /// The page itself.
    void sendConsole(ServerResponse response) {
        send(response, HTML, console);
    }

    /// The way from a login link to the page. A redirect would keep the cookie back where another site had the
    /// link.
    void sendWelcome(ServerResponse response) {
        send(response, HTML, welcome);
    }

    /// The login form.
    ///
    /// @param notice what went wrong before, in HTML; empty for nothing
    void sendLogin(ServerResponse response, String notice) {
        String html =
                login.replace(NOTICE, notice.isEmpty() ? "" : "<p class=\"notice\" role=\"alert\">" + notice + "</p>");
        send(response, HTML, html.getBytes(StandardCharsets.UTF_8));
    }

    /// Serves one of the files a page is made of.
    static Handler asset(String file, String type) {
        byte[] content = bytes(file);
        return (_, response) -> send(response, type, content);
    }

    private static void send(ServerResponse response, String type, byte[] content) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.create("content-security-policy"), POLICY);
        response.header(HeaderNames.create("x-content-type-options"), "nosniff");
        // The stricter no-referrer makes browsers send forms with "Origin: null", which proves nothing.
        response.header(HeaderNames.create("referrer-policy"), "same-origin");
        response.send(content);
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

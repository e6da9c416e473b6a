package io.aiplat.console.page;

import io.aiplat.gateway.page.PageResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Assets of the pages, and the headers that keep a browser from running anything else in them. Safe for several
/// threads.
public final class PageAssets {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String NOTICE = "<!--notice-->";
    private static final String NEXT = "<!--next-->";
    private static final String FOLDER = "/assets/";
    private static final Pattern FILE = Pattern.compile("[a-z]+\\.(?:css|js|svg)");
    /// What may stand in an attribute of HTML without being escaped.
    private static final Pattern PLAIN_PATH = Pattern.compile("/[\\w.~:@%+/-]*");

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final PageFrame frame = new PageFrame(text("frame.html"));

    /// A page for who is signed in.
    ///
    /// @param path of its address, as it was sent
    /// @return null if there is none
    public @Nullable PageResponse page(String path) {
        return PageFrame.at(path)
                .map(page -> html(200, frame.around(page, text(page.content()))))
                .orElse(null);
    }

    /// Whether there is such a page, so that it can be gone on with after signing in.
    ///
    /// @param path as somebody says it
    public boolean isPage(String path) {
        return PLAIN_PATH.matcher(path).matches() && PageFrame.at(path).isPresent();
    }

    /// The way from a login link to the pages. A redirect would keep the cookie back where another site had the
    /// link.
    public PageResponse welcome() {
        return html(200, text("welcome.html"));
    }

    /// The login form.
    ///
    /// @param notice what went wrong before, in HTML; empty for nothing
    /// @param next   page that follows; one that is none is left out
    public PageResponse login(int status, String notice, String next) {
        String told = notice.isEmpty() ? "" : "<p class=\"notice\" role=\"alert\">" + notice + "</p>";
        String kept = isPage(next) ? "<input name=\"next\" value=\"" + next + "\" hidden>" : "";
        return html(status, text("login.html").replace(NOTICE, told).replace(NEXT, kept));
    }

    /// One of the files that pages are made of; null if there is none at this path.
    public @Nullable PageResponse file(String path) {
        String file = path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : "";
        if (!FILE.matcher(file).matches()) {
            return null;
        }
        return bytes(file).map(content -> page(200, type(file), content)).orElse(null);
    }

    private static String type(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "image/svg+xml";
        };
    }

    private static PageResponse html(int status, String text) {
        return page(status, HTML, text.getBytes(StandardCharsets.UTF_8));
    }

    private static PageResponse page(int status, String type, byte[] content) {
        return PageResponse.of(status, type, content)
                .with("cache-control", "no-store")
                .with("content-security-policy", POLICY)
                .with("x-content-type-options", "nosniff")
                // The stricter no-referrer makes browsers send forms with "Origin: null", which proves nothing.
                .with("referrer-policy", "same-origin");
    }

    private String text(String file) {
        byte[] content = bytes(file).orElseThrow(() -> new IllegalStateException("the JAR lacks console/" + file));
        return new String(content, StandardCharsets.UTF_8);
    }

    /// As it is in the JAR, read once. What is not there is not remembered, or strangers would fill the map.
    private Optional<byte[]> bytes(String file) {
        byte[] known = files.get(file);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream in = PageAssets.class.getResourceAsStream("/console/" + file)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] read = in.readAllBytes();
            files.put(file, read);
            return Optional.of(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

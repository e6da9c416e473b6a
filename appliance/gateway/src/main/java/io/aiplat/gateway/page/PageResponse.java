package io.aiplat.gateway.page;

import java.util.LinkedHashMap;
import java.util.Map;

/// Response of a page.
public final class PageResponse {
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final byte[] body;

    private PageResponse(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /// A page.
    ///
    /// @param status 200 to 599
    /// @param type   of the content
    public static PageResponse of(int status, String type, byte[] body) {
        return new PageResponse(status, body).with("content-type", type);
    }

    /// The way to another page, which is asked for with `GET`.
    public static PageResponse redirect(String to) {
        return new PageResponse(303, new byte[0]).with("location", to);
    }

    /// With a header more, in this response itself.
    ///
    /// @param name in small letters
    public PageResponse with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /// Of HTTP.
    public int status() {
        return status;
    }

    /// Names in small letters, and values.
    public Map<String, String> headers() {
        return headers;
    }

    /// The content; empty for none.
    public byte[] body() {
        return body;
    }
}

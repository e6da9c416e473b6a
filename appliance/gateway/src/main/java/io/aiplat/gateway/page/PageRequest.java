package io.aiplat.gateway.page;

import io.aiplat.gateway.access.RequestHeaders;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.wire.http.RequestBody;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Request to a page.
public final class PageRequest {
    private final Exchange exchange;
    private final RequestHead head;

    /// The request of an exchange.
    public PageRequest(Exchange exchange) {
        this.exchange = exchange;
        this.head = exchange.head();
    }

    /// As in HTTP. What is asked with `HEAD` is answered as with `GET`, without its body.
    public String method() {
        return head.method().equals("HEAD") ? "GET" : head.method();
    }

    /// As sent, not decoded.
    public String path() {
        return head.path();
    }

    /// Its headers.
    public RequestHeaders headers() {
        return RequestHeaders.of(head);
    }

    /// A parameter of the query, decoded; empty where it is not said.
    public String parameter(String name) {
        return field(Optional.ofNullable(head.query()).orElse(""), name);
    }

    /// A field of the form in the body, decoded; empty where it is not said.
    ///
    /// @param most bytes of the body that are looked at; the form is to be in them
    /// @throws io.aiplat.wire.http.MalformedRequest if the body is larger
    public String formField(String name, int most) throws IOException {
        RequestBody body = exchange.body(most);
        return field(new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8), name);
    }

    private static String field(String form, String name) {
        String begin = name + "=";
        return Arrays.stream(form.split("&", -1))
                .filter(field -> field.startsWith(begin))
                .map(field -> decoded(field.substring(begin.length())))
                .findFirst()
                .orElse("");
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            // A broken escape says nothing.
            return "";
        }
    }
}

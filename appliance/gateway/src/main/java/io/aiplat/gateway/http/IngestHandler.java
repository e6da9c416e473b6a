package io.aiplat.gateway.http;

import io.aiplat.gateway.access.Authenticator;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.page.IngestEndpoint;
import io.aiplat.gateway.page.IngestRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.RequestBody;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Handler of what programs send: finds whose key it comes with, and hands it on. The key is also taken as the
/// password of basic authentication, as Langfuse's clients send theirs.
public final class IngestHandler {
    private final Map<String, IngestEndpoint> endpoints = new HashMap<>();

    /// @param all with no address twice
    public IngestHandler(Collection<? extends IngestEndpoint> all) {
        all.forEach(endpoint -> endpoint.paths().forEach(path -> endpoints.put(path, endpoint)));
    }

    /// Whether something is taken at an address.
    public boolean serves(String path) {
        return endpoints.containsKey(path);
    }

    /// Answers a request at an address that is served.
    ///
    /// @throws ApiException 401 for no key, 403 for one that is for something else, 405 for another method
    public void handle(Exchange exchange, Authenticator callers) throws IOException {
        RequestHead head = exchange.head();
        IngestEndpoint endpoint = endpoints.get(head.path());
        if (endpoint == null) {
            throw new ApiException(ApiError.ofStatus(404, ""));
        }
        KeySnapshot key = PresentedKey.basic(head).map(callers::of).orElseGet(() -> callers.of(head));
        exchange.of(key.holder().id());
        Authenticator.mayUseModels(key);
        if (!head.method().equals("POST")) {
            exchange.header("allow", "POST");
            throw new ApiException(ApiError.invalid(
                    405,
                    "method_not_allowed",
                    null,
                    head.path() + " is asked with POST, not with " + head.method() + "."));
        }
        RequestBody body = exchange.body(endpoint.most());
        LimitOwner team = key.team();
        PageResponse response = endpoint.take(new IngestRequest(
                head.path(),
                type(head.headers().first("content-type")),
                ByteBuffer.wrap(body.bytes(), 0, body.length()),
                key.name(),
                team == null ? null : team.name()));
        response.headers().forEach(exchange::header);
        exchange.reply(response.status(), List.of(ByteSlice.of(response.body())));
    }

    private static String type(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}

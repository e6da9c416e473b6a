package io.aiplat.gateway.http;

import io.aiplat.gateway.access.Authenticator;
import io.aiplat.gateway.access.Authenticator.Administrator;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.gateway.page.QueryEndpoint;
import io.aiplat.gateway.page.QueryRequest;
import io.aiplat.management.ManagementException;
import io.aiplat.management.PrincipalRole;
import io.aiplat.model.Secret;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.RequestBody;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Handler of queries about metrics: lets on who may read metrics, which is an administrator's key, one of the role
/// `metrics`, the owner's, and whoever signed in on the page. The key is also taken as the password of basic
/// authentication, as Grafana sends it.
public final class QueryHandler {
    private final List<QueryEndpoint> endpoints;

    /// @param endpoints with no address twice
    public QueryHandler(Collection<? extends QueryEndpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    private Optional<QueryEndpoint> at(String path) {
        return endpoints.stream().filter(endpoint -> endpoint.serves(path)).findFirst();
    }

    /// Whether something is answered at an address.
    public boolean serves(String path) {
        return at(path).isPresent();
    }

    /// Answers a request at an address that is served.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if its body is too large
    public void handle(Exchange exchange, Authenticator callers) throws IOException {
        QueryEndpoint endpoint = at(exchange.head().path()).orElseThrow();
        PageResponse response = response(exchange, callers, endpoint);
        response.headers().forEach(exchange::header);
        exchange.reply(response.status(), List.of(ByteSlice.of(response.body())));
    }

    private static PageResponse response(Exchange exchange, Authenticator callers, QueryEndpoint endpoint)
            throws IOException {
        RequestHead head = exchange.head();
        Administrator caller;
        try {
            Optional<Secret> basic = PresentedKey.basic(head);
            caller = basic.isPresent() ? callers.administrator(basic.get()) : callers.administrator(head);
        } catch (ApiException refused) {
            return endpoint.refused(refused.error().status(), refused.error().message());
        } catch (ManagementException refused) {
            return endpoint.refused(refused.status(), refused.problem().toText());
        }
        exchange.of(caller.key().holder().id());
        PrincipalRole role = caller.principal().role();
        if (role != PrincipalRole.OWNER && role != PrincipalRole.ADMIN && role != PrincipalRole.METRICS) {
            return endpoint.refused(
                    403,
                    "The key " + caller.key().name() + " may not read metrics."
                            + " `aiplat keys create NAME --role metrics` makes one that may.");
        }
        if (!head.method().equals("GET") && !head.method().equals("POST")) {
            exchange.header("allow", "GET, POST");
            return endpoint.refused(405, head.path() + " is asked with GET or POST, not with " + head.method() + ".");
        }
        Map<String, List<String>> fields = new HashMap<>();
        if (head.method().equals("POST")) {
            RequestBody body = exchange.body(endpoint.most());
            add(fields, new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8));
        }
        add(fields, Optional.ofNullable(head.query()).orElse(""));
        return endpoint.answer(new QueryRequest(head.path(), fields));
    }

    private static void add(Map<String, List<String>> fields, String form) {
        for (String field : form.split("&", -1)) {
            int equal = field.indexOf('=');
            if (equal > 0) {
                fields.computeIfAbsent(decoded(field.substring(0, equal)), _ -> new ArrayList<>())
                        .add(decoded(field.substring(equal + 1)));
            }
        }
    }

    /// As it stands there where it has a broken escape.
    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return encoded;
        }
    }
}

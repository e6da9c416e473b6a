package io.aiplat.gateway.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;

/// Names every response, so that a person can find its request in the log.
public final class RequestIds implements Filter {
    static final HeaderName HEADER = HeaderNames.create("x-request-id");
    /// What the ids of requests begin with.
    public static final String PREFIX = "req_";

    private final Ids ids;

    public RequestIds(Ids ids) {
        this.ids = ids;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header(HEADER, ids.next(PREFIX));
        chain.proceed();
    }

    static String of(ServerResponse response) {
        return response.headers().first(HEADER).orElse("unknown");
    }
}

package io.aiplat.gateway;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.Set;

/// Lets the web origins a person named call the API from a browser, and no other. Cookies are never allowed
/// across origins, so such a page has to have a key of its own.
final class CrossOrigin implements Filter {
    private static final HeaderName REQUESTED_METHOD = HeaderNames.ACCESS_CONTROL_REQUEST_METHOD;
    private static final String API = "/v1/";

    private final Set<String> origins;

    CrossOrigin(Set<String> origins) {
        this.origins = origins;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        if (origin.isEmpty() || !request.path().path().startsWith(API)) {
            chain.proceed();
            return;
        }
        boolean allowed = origins.contains(origin.get());
        if (allowed) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get());
            response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "x-request-id, retry-after");
            response.header(HeaderNames.VARY, "Origin");
        }
        boolean preflight = request.prologue().method().equals(Method.OPTIONS)
                && request.headers().contains(REQUESTED_METHOD);
        if (preflight) {
            answerPreflight(request, response, allowed);
        } else {
            chain.proceed();
        }
    }

    private static void answerPreflight(RoutingRequest request, RoutingResponse response, boolean allowed) {
        if (!allowed) {
            throw new ApiException(ApiError.invalid(
                    403,
                    "origin_not_allowed",
                    null,
                    "Pages of this origin may not call aiplat. If it is yours, add it to the setting"
                            + " gateway.origins."));
        }
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
        request.headers()
                .first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                .ifPresent(wanted -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, wanted));
        response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
        response.status(204).send();
    }
}

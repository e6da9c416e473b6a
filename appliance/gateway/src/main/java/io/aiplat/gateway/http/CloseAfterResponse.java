package io.aiplat.gateway.http;

import io.aiplat.gateway.api.contract.ApiException;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// Response filter that closes the connection after the answer.
/// It began as the gateway's and was handed over for one request to a page; the next one on it might be the API's
/// again.
///
/// Goes around all other filters, and answers what they refuse, so that nothing is sent after it.
public final class CloseAfterResponse implements Filter {
    private final ErrorReply errors;

    public CloseAfterResponse(ErrorReply errors) {
        this.errors = errors;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header(HeaderValues.CONNECTION_CLOSE);
        try {
            chain.proceed();
        } catch (ApiException refused) {
            errors.handle(request, response, refused);
        }
        throw new CloseConnectionException("one answer was its share");
    }
}

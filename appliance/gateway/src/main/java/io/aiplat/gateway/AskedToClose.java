package io.aiplat.gateway;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/// Closes the connection after the answer when the client asked for that. Helidon announces it and then
/// waits for the client to do it, which a client that reads to the end never does (RFC 9112, section 9.6,
/// gives it to the server).
///
/// Goes around all other filters, and answers what they refuse, so that nothing is sent after it.
final class AskedToClose implements Filter {
    private final ErrorReply errors;

    AskedToClose(ErrorReply errors) {
        this.errors = errors;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        try {
            chain.proceed();
        } catch (ApiException refused) {
            errors.handle(request, response, refused);
        }
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("as the client asked");
        }
    }
}

package io.aiplat.gateway.access;

import io.aiplat.wire.http.RequestHead;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// Request headers: the head of a request, whichever server read it.
public interface RequestHeaders {
    /// The first header of a name, without regard to case.
    Optional<String> header(String name);

    /// The host the client means, with its port where it named one; empty where it named none.
    default String authority() {
        return header("host").orElse("");
    }

    /// A request to a page.
    static RequestHeaders of(ServerRequest request) {
        return name -> request.headers().first(HeaderNames.create(name));
    }

    /// A request to the API.
    static RequestHeaders of(RequestHead head) {
        return name -> Optional.ofNullable(head.headers().first(name));
    }
}

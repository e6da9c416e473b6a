package io.aiplat.gateway;

import io.aiplat.wire.http.RequestHead;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// The head of a request, whichever server read it.
public interface Asking {
    /// The first header of a name, without regard to case.
    Optional<String> header(String name);

    /// The host the client means, with its port where it named one; empty where it named none.
    default String authority() {
        return header("host").orElse("");
    }

    /// A request to a page.
    static Asking of(ServerRequest request) {
        return name -> request.headers().first(HeaderNames.create(name));
    }

    /// A request to the API.
    static Asking of(RequestHead head) {
        return name -> Optional.ofNullable(head.headers().first(name));
    }
}

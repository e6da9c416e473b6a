package io.aiplat.gateway.access;

import io.aiplat.wire.http.RequestHead;
import java.util.Optional;

/// Request headers: the head of a request.
public interface RequestHeaders {
    /// The first header of a name, without regard to case.
    Optional<String> header(String name);

    /// The host the client means, with its port where it named one; empty where it named none.
    default String authority() {
        return header("host").orElse("");
    }

    /// Those of a request.
    static RequestHeaders of(RequestHead head) {
        return name -> Optional.ofNullable(head.headers().first(name));
    }
}

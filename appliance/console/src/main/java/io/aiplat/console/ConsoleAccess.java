package io.aiplat.console;

import io.aiplat.gateway.access.Keys;
import io.aiplat.gateway.access.RequestAuthorizer;
import io.aiplat.gateway.access.RequestHeaders;
import io.helidon.webserver.http.ServerRequest;

/// Access control of the page: programs with the key, and browsers with a session.
final class ConsoleAccess {
    private final RequestAuthorizer byKey;
    private final Sessions sessions;

    ConsoleAccess(Keys keys, Sessions sessions) {
        this.byKey = RequestAuthorizer.byKey(keys);
        this.sessions = sessions;
    }

    /// What is said to a request.
    enum Verdict {
        /// It may.
        ALLOWED,
        /// It has neither the key nor a session.
        NOT_SIGNED_IN,
        /// It has a session, and a page that is not ours made the browser send it.
        FOREIGN_PAGE
    }

    /// Whether a request may read.
    Verdict toRead(ServerRequest request) {
        RequestHeaders asking = RequestHeaders.of(request);
        return verdict(asking, !SameOrigin.isForeign(asking));
    }

    /// Whether a request may change anything. A browser has to prove that our page sent it.
    Verdict toChange(ServerRequest request) {
        RequestHeaders asking = RequestHeaders.of(request);
        return verdict(asking, SameOrigin.isProven(asking));
    }

    private Verdict verdict(RequestHeaders request, boolean ours) {
        if (byKey.admits(request)) {
            return Verdict.ALLOWED;
        }
        if (!sessions.has(request)) {
            return Verdict.NOT_SIGNED_IN;
        }
        return ours ? Verdict.ALLOWED : Verdict.FOREIGN_PAGE;
    }
}

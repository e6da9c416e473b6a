package io.aiplat.console;

import io.aiplat.gateway.Admission;
import io.aiplat.gateway.Asking;
import io.aiplat.gateway.Keys;
import io.helidon.webserver.http.ServerRequest;

/// Who may use what stands behind the page: programs with the key, and browsers with a session.
final class Access {
    private final Admission byKey;
    private final Sessions sessions;

    Access(Keys keys, Sessions sessions) {
        this.byKey = Admission.byKey(keys);
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
        Asking asking = Asking.of(request);
        return verdict(asking, !SameOrigin.isForeign(asking));
    }

    /// Whether a request may change anything. A browser has to prove that our page sent it.
    Verdict toChange(ServerRequest request) {
        Asking asking = Asking.of(request);
        return verdict(asking, SameOrigin.isProven(asking));
    }

    private Verdict verdict(Asking request, boolean ours) {
        if (byKey.admits(request)) {
            return Verdict.ALLOWED;
        }
        if (!sessions.has(request)) {
            return Verdict.NOT_SIGNED_IN;
        }
        return ours ? Verdict.ALLOWED : Verdict.FOREIGN_PAGE;
    }
}

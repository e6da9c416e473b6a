package io.aiplat.console;

import io.aiplat.gateway.access.RequestAuthorizer;
import io.aiplat.gateway.access.RequestHeaders;
import io.aiplat.gateway.access.SessionVerdict;

/// Session authorizer: lets in what our own page sends for a browser that signed in, and nothing that another page
/// makes that browser send.
final class SessionAuthorizer implements RequestAuthorizer {
    private final Sessions sessions;

    SessionAuthorizer(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public boolean admits(RequestHeaders request) {
        return sessions.has(request) && SameOrigin.isProven(request);
    }

    @Override
    public SessionVerdict verdict(RequestHeaders request, boolean reads) {
        if (!sessions.has(request)) {
            return new SessionVerdict.NoSession();
        }
        // Whatever changes something, a browser has to prove that our page sent it.
        boolean ours = reads ? !SameOrigin.isForeign(request) : SameOrigin.isProven(request);
        return ours ? new SessionVerdict.Allowed() : new SessionVerdict.Refused(ConsoleProblems.foreignPage());
    }
}

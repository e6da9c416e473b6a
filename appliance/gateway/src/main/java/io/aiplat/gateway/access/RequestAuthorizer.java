package io.aiplat.gateway.access;

import java.util.Optional;

/// Request authorizer: decides whether a request may use the API, by a key or by a session of the page.
/// There is no way to switch this off.
@FunctionalInterface
public interface RequestAuthorizer {
    /// Whether this request comes from someone who may. Called before the body is read.
    boolean admits(RequestHeaders request);

    /// What a session says to a request of the management API that has no key.
    ///
    /// @param reads whether it changes nothing
    default SessionVerdict verdict(RequestHeaders request, boolean reads) {
        return admits(request) ? new SessionVerdict.Allowed() : new SessionVerdict.NoSession();
    }

    /// Either of two ways in.
    default RequestAuthorizer or(RequestAuthorizer other) {
        return request -> admits(request) || other.admits(request);
    }

    /// Whoever sends a key, as `Authorization: Bearer KEY` `x-api-key: KEY` or, as Azure's
    /// clients do, `api-key: KEY`.
    static RequestAuthorizer byKey(Keys keys) {
        return request -> presentedKey(request).filter(keys::accepts).isPresent();
    }

    /// The key a request carries, right or wrong.
    static Optional<String> presentedKey(RequestHeaders request) {
        Optional<String> bearer = request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
        return bearer.or(() -> request.header("x-api-key")).or(() -> request.header("api-key"));
    }
}

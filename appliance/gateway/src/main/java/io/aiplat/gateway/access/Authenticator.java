package io.aiplat.gateway.access;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.governance.Governance;
import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.management.ManagementException;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.wire.http.RequestHead;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Authenticator: finds whose request it is.
/// There is no way to switch this off.
public final class Authenticator {
    private final Governance governance;
    private final RequestAuthorizer pages;
    private final @Nullable Secret ownerKey;
    private final @Nullable SingleKey owner;

    /// @param pages    requests that need no key because our own page sends them for whoever signed in; they
    ///     count as the owner's
    /// @param ownerKey of the machine's owner; null where there are no pages
    public Authenticator(Governance governance, RequestAuthorizer pages, @Nullable Secret ownerKey) {
        this.governance = governance;
        this.pages = pages;
        this.ownerKey = ownerKey;
        this.owner = ownerKey == null ? null : new SingleKey(ownerKey);
    }

    /// Who administers.
    ///
    /// @param key it counts as
    public record Administrator(Principal principal, KeySnapshot key) {}

    /// The principal of a request that administers: what its key is, or the owner, with the owner's key or with a
    /// session that was begun with it.
    ///
    /// @throws ApiException        401 if it has no key that opens anything, and no session
    /// @throws ManagementException if it has a session, and another page made the browser send it
    public Administrator administrator(RequestHead head) {
        RequestHeaders asking = RequestHeaders.of(head);
        Optional<String> presented = RequestAuthorizer.presentedKey(asking);
        if (presented.isEmpty() && ownerKey != null) {
            boolean reads = head.method().equals("GET") || head.method().equals("HEAD");
            switch (pages.verdict(asking, reads)) {
                case SessionVerdict.Allowed() -> presented = Optional.of(ownerKey.value());
                case SessionVerdict.NoSession() -> {}
                case SessionVerdict.Refused(Problem problem) -> throw ManagementException.of(problem, null);
            }
        }
        return administrator(presented);
    }

    /// The principal that has a key.
    ///
    /// @throws ApiException 401 if it opens nothing
    public Administrator administrator(Secret key) {
        return administrator(Optional.of(key.value()));
    }

    private Administrator administrator(Optional<String> presented) {
        KeySnapshot key = of(presented);
        boolean isOwner = owner != null && presented.filter(owner::accepts).isPresent();
        return new Administrator(isOwner ? Principal.OWNER : principal(key), key);
    }

    private static Principal principal(KeySnapshot key) {
        PrincipalRole role = switch (key.role()) {
            case ADMIN -> PrincipalRole.ADMIN;
            case TEAM_ADMIN -> PrincipalRole.TEAM_ADMIN;
            case MEMBER -> PrincipalRole.MEMBER;
            case METRICS -> PrincipalRole.METRICS;
            case ORDINARY -> PrincipalRole.ORDINARY;
        };
        LimitOwner user = key.user();
        LimitOwner team = key.team();
        return new Principal(key.name(), role, user == null ? null : user.name(), team == null ? null : team.name());
    }

    /// The key of a request.
    ///
    /// @throws ApiException 401 if it has none that opens anything
    public KeySnapshot of(RequestHead head) {
        return of(presented(RequestHeaders.of(head)));
    }

    private Optional<String> presented(RequestHeaders asking) {
        Optional<String> presented = RequestAuthorizer.presentedKey(asking);
        return presented.isEmpty() && ownerKey != null && pages.admits(asking)
                ? Optional.of(ownerKey.value())
                : presented;
    }

    /// The key that somebody presents.
    ///
    /// @throws ApiException 401 if it opens nothing
    public KeySnapshot of(Secret key) {
        return of(Optional.of(key.value()));
    }

    private KeySnapshot of(Optional<String> presented) {
        return switch (governance.admit(presented.orElse(""))) {
            case KeySnapshot key -> key;
            case AuthenticationFailure denial -> throw refused(denial, presented.isPresent());
        };
    }

    /// Lets a key on that is for models.
    ///
    /// @throws ApiException 403 if it is for something else alone
    public static void mayUseModels(KeySnapshot key) {
        if (key.role() == Role.METRICS) {
            throw new ApiException(ApiError.invalid(
                    403,
                    "metrics_key_only",
                    null,
                    "The key " + key.name() + " reads metrics and nothing else."
                            + " `aiplat keys create NAME` makes one for models."));
        }
    }

    private static ApiException refused(AuthenticationFailure denial, boolean presented) {
        String message = switch (denial) {
            case UNKNOWN ->
                presented
                        ? "The API key is wrong. `aiplat env` shows the owner's; `aiplat keys list` names all."
                        : "The API key is missing. Send it as 'Authorization: Bearer KEY';" + " `aiplat env` shows it.";
            case EXPIRED -> "This API key has expired. Ask whoever gave it to you for another.";
            case REVOKED -> "This API key was revoked. Ask whoever gave it to you for another.";
            case WITHDRAWN ->
                "This API key is no longer in the gateway's file. Ask whoever gave it to you for another.";
        };
        return new ApiException(ApiError.invalid(401, "invalid_api_key", null, message));
    }
}

package io.aiplat.gateway.access;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.governance.Governance;
import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.Role;
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

    /// @param pages    requests that need no key because our own page sends them for whoever signed in; they
    ///     count as the owner's
    /// @param ownerKey of the machine's owner; null where there are no pages
    public Authenticator(Governance governance, RequestAuthorizer pages, @Nullable Secret ownerKey) {
        this.governance = governance;
        this.pages = pages;
        this.ownerKey = ownerKey;
    }

    /// The key of a request.
    ///
    /// @throws ApiException 401 if it has none that opens anything
    public KeySnapshot of(RequestHead head) {
        RequestHeaders asking = RequestHeaders.of(head);
        Optional<String> presented = RequestAuthorizer.presentedKey(asking);
        if (presented.isEmpty() && ownerKey != null && pages.admits(asking)) {
            presented = Optional.of(ownerKey.value());
        }
        return admitted(presented.orElse(""), presented.isPresent());
    }

    /// The key that somebody presents.
    ///
    /// @throws ApiException 401 if it opens nothing
    public KeySnapshot of(Secret key) {
        return admitted(key.value(), true);
    }

    private KeySnapshot admitted(String token, boolean presented) {
        return switch (governance.admit(token)) {
            case KeySnapshot key -> key;
            case AuthenticationFailure denial -> throw refused(denial, presented);
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
                    "The key " + key.name() + " reads /metrics and nothing else."
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

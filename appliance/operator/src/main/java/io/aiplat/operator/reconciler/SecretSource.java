package io.aiplat.operator.reconciler;

import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.workload.SecretProblems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Source of a secret: a resource of another operator that is to bring it.
///
/// @param name   kind, namespace and name: `ExternalSecret shop/keys`
/// @param reason why it has not brought the secret; null where nothing has been said yet
public record SecretSource(String name, @Nullable String reason) {
    private static final Duration SOON = Duration.ofSeconds(5);

    /// What has to be waited for.
    ///
    /// @param secret that is missing
    Realization waiting(String secret) {
        return reason == null
                ? Realization.progressing(
                        "WaitingForSecret", "The secret " + secret + " is still to be brought by " + name + ".", SOON)
                : Realization.degraded(SecretProblems.notSynced(secret, name, reason))
                        .again(SOON);
    }
}

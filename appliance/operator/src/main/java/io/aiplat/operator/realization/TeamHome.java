package io.aiplat.operator.realization;

import io.aiplat.model.Secret;
import io.aiplat.operator.desired.Tenant;

/// Home of teams, as the operator needs it: those of the gateway, their limits and their keys. Implementations are
/// safe for several threads. Every method throws [ApplianceException] when the store of teams cannot be used.
public interface TeamHome {
    /// Whether there is a team of that name, whoever made it.
    boolean has(String team);

    /// Whether the team has the key that is issued for its resource, and it was not taken back.
    boolean hasKey(String team);

    /// Makes a team, or changes the limits of the one that is there.
    void become(Tenant tenant);

    /// Makes the key of a team, or gives the one that is there another token.
    ///
    /// @return the token, which nobody can have again
    Secret issue(String team);

    /// Removes a team and all its keys, where they are there. What was spent stays in reports.
    void remove(String team);
}

package io.aiplat.gateway.admin;

import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Scope of a principal: whose keys and people it sees. What is outside is not there for it.
///
/// @param team of a team's administrator, and of a member whose key has one; null for any
/// @param user of a member; null for any
record PrincipalScope(
        Principal principal,
        @Nullable String team,
        @Nullable String user) {
    /// What opens no more than the endpoint and its user's own keys, so that whoever has it is given nothing by it.
    private static final Set<Role> HARMLESS = Set.of(Role.ORDINARY, Role.MEMBER);

    static PrincipalScope of(Principal principal) {
        return switch (principal.role()) {
            case OWNER, ADMIN -> new PrincipalScope(principal, null, null);
            case TEAM_ADMIN -> new PrincipalScope(principal, Objects.requireNonNull(principal.team()), null);
            case MEMBER -> new PrincipalScope(principal, principal.team(), Objects.requireNonNull(principal.user()));
            case METRICS, ORDINARY -> throw new IllegalArgumentException(principal.name() + " administers nothing");
        };
    }

    boolean isEverything() {
        return principal.role() == PrincipalRole.OWNER || principal.role() == PrincipalRole.ADMIN;
    }

    boolean isMember() {
        return principal.role() == PrincipalRole.MEMBER;
    }

    /// Whether a key is in it. That a member's is of the same team keeps whoever may make keys for a team from making
    /// one that reaches its user's keys elsewhere.
    boolean sees(KeyRecord key) {
        if (isEverything()) {
            return true;
        }
        return Objects.equals(team, name(key.team())) && (user == null || user.equals(name(key.user())));
    }

    /// Whether it is the key that asks.
    boolean isSelf(String key) {
        return !isEverything() && principal.name().equals(key);
    }

    /// Whether a key of this role may be handled by whoever is not an administrator of everything.
    boolean handles(Role role) {
        return isEverything() || HARMLESS.contains(role);
    }

    private static @Nullable String name(@Nullable LimitOwner owner) {
        return owner == null ? null : owner.name();
    }
}
